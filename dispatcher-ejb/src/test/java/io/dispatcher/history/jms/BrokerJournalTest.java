package io.dispatcher.history.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerSettings;
import io.dispatcher.broker.EmbeddedBroker;
import io.dispatcher.history.RecordJournal;
import io.dispatcher.history.RecordJournal.JournalException;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The journal in a real broker, at its limits. */
@Timeout(60)
class BrokerJournalTest {
    private static final int BATCH_BYTES = 20_000;

    private final List<Integer> stored = new CopyOnWriteArrayList<>();
    private EmbeddedBroker broker;
    private BrokerConnection connection;
    private BrokerJournal journal;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = new EmbeddedBroker(BrokerSettings.in(directory).withInVmId(79).withAcceptor("127.0.0.1", -1));
        broker.start();
        connection = new BrokerConnection(broker.nodeAccess());
        journal = new BrokerJournal(connection);
    }

    @AfterEach
    void stop() {
        connection.close();
        broker.close();
    }

    @Test
    void aFullJournalRefusesAndNothingItTookIsLost() throws Exception {
        limit(200_000, 600_000);
        RecordJournal.Sender sender = journal.sender();
        int taken = 0;
        try {
            while (taken < 1_000) {
                sender.send(batch(taken));
                taken++;
            }
        } catch (JournalException e) {
            assertThat(e).hasMessageContaining("full");
        }
        assertThat(taken).isBetween(20, 100);

        try (BatchConsumer reader = reader((session, messages) -> store(messages))) {
            int all = taken;
            await().untilAsserted(() -> assertThat(stored).hasSize(all));
            await().ignoreExceptions().until(() -> {
                sender.send(batch(all));
                return true;
            });
            await().untilAsserted(() -> assertThat(stored).contains(all));
        }
        assertThat(stored).isSorted();
    }

    @Test
    void whatCannotBeStoredWaitsHoweverOftenItWasTried() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        journal.sender().send(batch(1));
        try (BatchConsumer reader = reader((session, messages) -> {
            if (tries.incrementAndGet() <= 7) {
                throw new IllegalStateException("the database is away");
            }
            store(messages);
        })) {
            await().atMost(Duration.ofSeconds(20)).until(() -> stored.equals(List.of(1)));
        }
        Queue dead = broker.server().locateQueue(SimpleString.of(BrokerAddresses.DEAD));
        assertThat(dead.getMessageCount()).isZero();
    }

    /** As it is, but smaller. */
    private void limit(long inMemory, long onDisk) {
        AddressSettings usual = broker.server().getAddressSettingsRepository().getMatch(BrokerAddresses.EVENTS_IN);
        broker.server()
                .getAddressSettingsRepository()
                .addMatch(
                        BrokerAddresses.EVENTS_IN,
                        new AddressSettings(usual)
                                .setMaxSizeBytes(inMemory)
                                .setPageSizeBytes(100_000)
                                .setPageLimitBytes(onDisk));
    }

    private static byte[] batch(int number) {
        return ByteBuffer.allocate(BATCH_BYTES).putInt(number).array();
    }

    private BatchConsumer reader(BatchConsumer.Handler handler) {
        BatchConsumer reader =
                new BatchConsumer(connection, BrokerAddresses.EVENTS_IN, null, new BatchConsumer.Limits(10), handler);
        reader.start();
        return reader;
    }

    private void store(List<ClientMessage> messages) {
        messages.forEach(message -> stored.add(message.getBodyBuffer().readInt()));
    }
}
