package io.dispatcher.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerSettings;
import io.dispatcher.broker.EmbeddedBroker;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queues that are full, gone or not there yet hold up nobody. */
@Timeout(60)
class RepliesOnABrokerTest {
    private static final String FULL = "reply.full";

    private final JmsFigures figures = new JmsFigures();
    private EmbeddedBroker broker;
    private BrokerConnection connection;
    private ClientSession session;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = new EmbeddedBroker(BrokerSettings.in(directory).withInVmId(81).withAcceptor("127.0.0.1", -1));
        broker.start();
        connection = new BrokerConnection(broker.nodeAccess());
        session = connection.session();
        session.start();
        broker.server().getAddressSettingsRepository().addMatch(FULL, new AddressSettings().setMaxSizeMessages(1));
        queue(FULL);
        try (ClientProducer producer = session.createProducer(FULL)) {
            producer.send(session.createMessage(true));
        }
    }

    @AfterEach
    void stop() {
        connection.close();
        broker.close();
    }

    private void queue(String name) throws Exception {
        session.createQueue(QueueConfiguration.of(name).setRoutingType(RoutingType.ANYCAST));
    }

    private static Reply reply(String queue, boolean durable) {
        byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
        return new Reply(new ReplyTo(queue, "c-" + queue), Reply.Status.COMPLETED, "r", json, durable, false);
    }

    private long depth(String queue) {
        var found = broker.server().locateQueue(SimpleString.of(queue));
        return found == null ? -1 : found.getMessageCount();
    }

    @Test
    void aTransactionWithAReplyThatIsRefusedIsRepeatedWithoutIt() throws Exception {
        QueueStates states = new QueueStates(System::nanoTime);
        List<Boolean> settled = new CopyOnWriteArrayList<>();
        BatchConsumer.Handler handler = new BatchConsumer.Handler() {
            @Override
            public void handle(ClientSession over, List<ClientMessage> messages) throws Exception {
                try (Outgoing out = new Outgoing(over, states, figures)) {
                    out.reply(reply("reply.other", true));
                    out.reply(reply(FULL, true));
                    out.reply(reply(UUID.randomUUID().toString(), true));
                }
            }

            @Override
            public void settled(boolean committed) {
                settled.add(committed);
                if (!committed) {
                    states.doubt();
                }
            }
        };
        try (ClientProducer producer = session.createProducer(BrokerAddresses.OUTCOMES);
                BatchConsumer consumer = new BatchConsumer(
                        connection, BrokerAddresses.OUTCOMES, null, new BatchConsumer.Limits(10), handler)) {
            producer.send(session.createMessage(true));
            consumer.start();
            await().until(() -> settled.equals(List.of(false, false, true)));
        }
        assertThat(depth(BrokerAddresses.OUTCOMES)).isZero();
        assertThat(depth("reply.other")).isEqualTo(1);
        assertThat(depth(FULL)).isEqualTo(1);
        assertThat(depth(BrokerAddresses.DEAD)).isEqualTo(2);
        assertThat(reasons()).anyMatch(reason -> reason.contains("full")).anyMatch(reason -> reason.contains("gone"));
    }

    @Test
    void aReplyToWhoWaitedIsADeadLetterIfItCannotBeDeliveredAndOthersAreSent() throws Exception {
        try (ReplySender sender = new ReplySender(connection, figures)) {
            sender.start();
            sender.send(reply(FULL, false));
            sender.send(reply(UUID.randomUUID().toString(), false));
            sender.send(reply("reply.made-by-use", false));
            await().until(() -> depth("reply.made-by-use") == 1 && depth(BrokerAddresses.DEAD) == 2);
            await().until(() -> figures.replies() == 1 && figures.repliesUndeliverable() == 2);
        }
        assertThat(reasons()).anyMatch(reason -> reason.contains("full"));
    }

    @Test
    void whatWaitsWhenTheSenderIsClosedIsSent() {
        ReplySender sender = new ReplySender(connection, figures);
        for (int i = 0; i < 500; i++) {
            sender.send(reply("reply.last", false));
        }
        sender.start();
        sender.close();
        await().until(() -> depth("reply.last") == 500);
    }

    private List<String> reasons() throws Exception {
        List<String> reasons = new CopyOnWriteArrayList<>();
        try (var consumer = session.createConsumer(BrokerAddresses.DEAD)) {
            for (ClientMessage dead = consumer.receiveImmediate(); dead != null; dead = consumer.receiveImmediate()) {
                assertThat(dead.isDurable()).isTrue();
                assertThat(dead.getStringProperty(DeadLetters.WAS_FOR)).isNotBlank();
                reasons.add(dead.getStringProperty(DeadLetters.REASON));
            }
        }
        return reasons;
    }
}
