package io.dispatcher.benchmarks.jms;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is asked each time, and what must stand in the answer.
 *
 * @param deliveryMode {@link jakarta.jms.DeliveryMode}
 */
record Question(String queue, int deliveryMode, String text, List<String> expected) {

    /** What is wrong with an answer, or null. */
    @Nullable
    String fault(Message answer) throws JMSException {
        if (!(answer instanceof TextMessage message)) {
            return "no text message: " + answer;
        }
        String got = message.getText();
        for (String part : expected) {
            if (got == null || !got.contains(part)) {
                return "no " + part + " in: " + got;
            }
        }
        return null;
    }
}
