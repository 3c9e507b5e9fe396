package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.time.Duration;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/** Another system's connection with the broker, by either client. For one thread. */
final class JmsClient implements AutoCloseable {
    static final String REQUESTS = "dispatcher.requests";
    static final String DEAD = "dispatcher.dead";

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    final JMSContext context;

    /** Whose client it is. */
    enum Kind {
        ARTEMIS {
            @Override
            ConnectionFactory factory(int port) {
                return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
            }
        },
        QPID {
            @Override
            ConnectionFactory factory(int port) {
                return new JmsConnectionFactory("amqp://127.0.0.1:" + port);
            }
        };

        abstract ConnectionFactory factory(int port);
    }

    JmsClient(Kind kind, int port, String user, String password) {
        context = kind.factory(port).createContext(user, password);
    }

    TextMessage request(Object... members) {
        return context.createTextMessage(ExecuteApi.body(members));
    }

    TextMessage text(String json) {
        return context.createTextMessage(json);
    }

    TemporaryQueue temporaryQueue() {
        return context.createTemporaryQueue();
    }

    JMSConsumer consumer(Destination queue) {
        return context.createConsumer(queue);
    }

    void send(Message message) {
        send(message, DeliveryMode.PERSISTENT);
    }

    void send(Message message, int deliveryMode) {
        producer(deliveryMode).send(context.createQueue(REQUESTS), message);
    }

    JMSProducer producer(int deliveryMode) {
        return context.createProducer().setDeliveryMode(deliveryMode);
    }

    /** Sends it with a temporary queue to answer to, and waits for the answer. */
    TextMessage exchange(Message message, int deliveryMode) throws JMSException {
        Destination replies = context.createTemporaryQueue();
        message.setJMSReplyTo(replies);
        try (JMSConsumer consumer = context.createConsumer(replies)) {
            send(message, deliveryMode);
            return next(consumer);
        }
    }

    static TextMessage next(JMSConsumer consumer) {
        Message message = consumer.receive(LIMIT.toMillis());
        assertThat(message).as("a message within " + LIMIT).isNotNull().isInstanceOf(TextMessage.class);
        return (TextMessage) message;
    }

    /** The next message of a queue, for which the connection's user may have to be an administrator. */
    Message take(String queue) {
        return take(queue, LIMIT);
    }

    Message take(String queue, Duration limit) {
        try (JMSConsumer consumer = context.createConsumer(context.createQueue(queue))) {
            Message message = consumer.receive(limit.toMillis());
            assertThat(message).as("a message in " + queue).isNotNull();
            return message;
        }
    }

    static JsonNode json(TextMessage message) throws JMSException {
        try {
            return JSON.readTree(message.getText());
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + message.getText(), e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
