package io.dispatcher.benchmarks.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.benchmarks.load.LoadResult;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JmsCallersTest {
    private static final String BROKER = "vm://4711?confirmationWindowSize=1048576";
    private static final Duration WINDOW = Duration.ofMillis(200);
    private static final EmbeddedActiveMQ SERVER = new EmbeddedActiveMQ();

    private final ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(BROKER);
    private final AtomicLong asked = new AtomicLong();
    private JMSContext echo;

    @BeforeAll
    static void startBroker() throws Exception {
        SERVER.setConfiguration(new ConfigurationImpl()
                .setPersistenceEnabled(false)
                .setSecurityEnabled(false)
                .setJMXManagementEnabled(false)
                .addAcceptorConfiguration("in-vm", "vm://4711"));
        SERVER.start();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        SERVER.stop();
    }

    @BeforeEach
    void answerInTheBackground() {
        echo = factory.createContext();
        echo.createConsumer(echo.createQueue("questions")).setMessageListener(this::answer);
    }

    @AfterEach
    void close() {
        echo.close();
        factory.close();
    }

    private void answer(Message request) {
        try {
            asked.incrementAndGet();
            TextMessage reply = echo.createTextMessage(((TextMessage) request).getText());
            reply.setJMSCorrelationID(request.getJMSCorrelationID());
            echo.createProducer().send(request.getJMSReplyTo(), reply);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
    void everyQuestionIsAnsweredOnceAndCounted(int mode) throws Exception {
        try (JmsCallers callers = new JmsCallers(factory, question(mode, "right"))) {
            LoadResult first = callers.run(10, WINDOW);
            LoadResult second = callers.run(10, WINDOW);

            assertThat(first.errors() + second.errors()).isZero();
            assertThat(first.completed()).isPositive();
            assertThat(first.completed() + second.completed()).isEqualTo(asked.get());
        }
    }

    @Test
    void anotherTextIsAWrongAnswer() throws Exception {
        try (JmsCallers callers = new JmsCallers(factory, question(DeliveryMode.NON_PERSISTENT, "left"))) {
            LoadResult result = callers.run(1, WINDOW);

            assertThat(result.completed()).isZero();
            assertThat(result.errors()).isEqualTo(asked.get());
            assertThat(result.firstError()).isEqualTo("no left in: the right text");
        }
    }

    private static Question question(int mode, String expected) {
        return new Question("questions", mode, "the right text", List.of("the", expected));
    }
}
