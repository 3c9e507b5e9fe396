package io.dispatcher.benchmarks.jms;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.util.concurrent.CountDownLatch;

/**
 * Answers every message of a queue with its own text: {@code PORT QUEUE SESSIONS}. The end of the request and its persistent answer are one local
 * transaction, as in Dispatcher; each session has a thread that waits for its commit. Ends with standard input.
 */
public final class EchoMain {
    public static final String READY = "echo ready";

    private EchoMain() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int sessions = Integer.parseInt(arguments[2]);
        CountDownLatch open = new CountDownLatch(sessions);
        for (int i = 0; i < sessions; i++) {
            Thread thread = new Thread(() -> serve(port, arguments[1], open), "echo-" + i);
            thread.setDaemon(true);
            thread.start();
        }
        open.await();
        System.out.println(READY);
        while (System.in.read() >= 0) {
            // Only its end means something.
        }
    }

    private static void serve(int port, String queue, CountDownLatch open) {
        try (JMSContext context = Broker.at(port).createContext(JMSContext.SESSION_TRANSACTED);
                JMSConsumer requests = context.createConsumer(context.createQueue(queue))) {
            JMSProducer replies = context.createProducer().setDeliveryMode(DeliveryMode.PERSISTENT);
            open.countDown();
            while (true) {
                answer(context, replies, requests.receive());
                context.commit();
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void answer(JMSContext context, JMSProducer replies, Message request) throws JMSException {
        TextMessage reply = context.createTextMessage(((TextMessage) request).getText());
        reply.setJMSCorrelationID(request.getJMSCorrelationID());
        replies.send(request.getJMSReplyTo(), reply);
    }
}
