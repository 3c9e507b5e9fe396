package io.dispatcher.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerSettings;
import io.dispatcher.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Shorter than a consumer waits for a message: whoever is not woken fails. */
@Timeout(9)
class BatchConsumerTest {
    private static final String QUEUE = BrokerAddresses.CALLBACKS;

    private EmbeddedBroker broker;
    private BrokerConnection connection;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = new EmbeddedBroker(BrokerSettings.in(directory).withInVmId(85).withAcceptor("127.0.0.1", -1));
        broker.start();
        connection = new BrokerConnection(broker.nodeAccess());
    }

    @AfterEach
    void stop() {
        connection.close();
        broker.close();
    }

    private void send(String text) throws Exception {
        try (ClientSession session = connection.session();
                ClientProducer producer = session.createProducer(QUEUE)) {
            ClientMessage message = session.createMessage(true);
            message.getBodyBuffer().writeString(text);
            producer.send(message);
        }
    }

    private Queue queue() {
        return broker.server().locateQueue(SimpleString.of(QUEUE));
    }

    @Test
    void oneThatWaitsLetsGoWhenItIsClosed() throws Exception {
        BatchConsumer consumer =
                new BatchConsumer(connection, QUEUE, null, BatchConsumer.Limits.ONE_BY_ONE, (session, messages) -> {});
        consumer.start();
        await().until(() -> queue().getConsumerCount() == 1);
        consumer.close();
        assertThat(queue().getConsumerCount()).isZero();

        send("later");
        assertThat(queue().getMessageCount()).isEqualTo(1);
        assertThat(queue().getDeliveringCount()).isZero();
    }

    @Test
    void messagesStayWithTheBrokerUntilTheHandlerTakesThem() throws Exception {
        AtomicBoolean ready = new AtomicBoolean();
        AtomicInteger asked = new AtomicInteger();
        List<String> taken = new CopyOnWriteArrayList<>();
        BatchConsumer.Handler handler = new BatchConsumer.Handler() {
            @Override
            public void handle(ClientSession session, List<ClientMessage> messages) {
                messages.forEach(message -> taken.add(message.getBodyBuffer().readString()));
            }

            @Override
            public boolean ready() {
                asked.incrementAndGet();
                return ready.get();
            }
        };
        try (BatchConsumer consumer =
                new BatchConsumer(connection, QUEUE, null, new BatchConsumer.Limits(10), handler)) {
            send("first");
            consumer.start();
            await().until(() -> asked.get() > 2);
            assertThat(taken).isEmpty();
        }
        assertThat(queue().getMessageCount()).isEqualTo(1);

        ready.set(true);
        try (BatchConsumer consumer =
                new BatchConsumer(connection, QUEUE, null, new BatchConsumer.Limits(10), handler)) {
            consumer.start();
            send("second");
            await().until(() -> taken.equals(List.of("first", "second")));
        }
        assertThat(queue().getMessageCount()).isZero();
    }
}
