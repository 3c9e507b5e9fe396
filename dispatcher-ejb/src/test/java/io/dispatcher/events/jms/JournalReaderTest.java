package io.dispatcher.events.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerSettings;
import io.dispatcher.broker.EmbeddedBroker;
import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.events.EventFigures;
import io.dispatcher.events.EventLog;
import io.dispatcher.events.Sequencer;
import io.dispatcher.history.HistoryWriter;
import io.dispatcher.history.JournalBytes;
import io.dispatcher.history.Sample;
import io.dispatcher.history.jms.BrokerJournal;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From the journal to the topic in a real broker and database. */
@Timeout(90)
class JournalReaderTest {
    private static final String SUBSCRIPTION = "shop.audit";

    private final EventFigures figures = new EventFigures();
    private final AtomicLong nanos = new AtomicLong();
    private final List<BatchConsumer> readers = new ArrayList<>();
    private EmbeddedBroker broker;
    private BrokerConnection connection;
    private Database database;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = new EmbeddedBroker(
                BrokerSettings.in(directory.resolve("broker")).withInVmId(83).withAcceptor("127.0.0.1", -1));
        broker.start();
        connection = new BrokerConnection(broker.nodeAccess());
        database = Database.open(Settings.of(
                Map.of("dispatcher.data-dir", directory.resolve("data").toString())));
    }

    @AfterEach
    void stop() {
        readers.forEach(BatchConsumer::close);
        connection.close();
        broker.close();
        database.close();
    }

    private BatchConsumer reader(BrokerConnection by) {
        Sequencer sequencer = new Sequencer(
                database.dataSource(), new HistoryWriter(database.dataSource()), Clock.systemUTC(), figures);
        BatchConsumer reader = JournalReader.of(by, sequencer, new EventTopic(figures, Clock.systemUTC(), nanos::get));
        readers.add(reader);
        reader.start();
        return reader;
    }

    private void subscribe() throws Exception {
        try (ClientSession session = connection.session()) {
            session.createQueue(QueueConfiguration.of(SUBSCRIPTION)
                    .setAddress(BrokerAddresses.EVENTS)
                    .setRoutingType(RoutingType.MULTICAST)
                    .setDurable(true));
        }
    }

    private void happen(int times) throws Exception {
        var sender = new BrokerJournal(connection).sender();
        for (int i = 0; i < times; i++) {
            sender.send(JournalBytes.of(UUID.randomUUID(), Sample.at(Instant.now()), Sample.at(Instant.now())));
        }
    }

    /** Numbers of so many events, each said in its message in the CloudEvents way. */
    private List<Long> received(int count) throws Exception {
        List<Long> numbers = new ArrayList<>();
        try (ClientSession session = connection.session()) {
            session.start();
            ClientConsumer consumer = session.createConsumer(SUBSCRIPTION);
            while (numbers.size() < count) {
                ClientMessage message = consumer.receive(20_000);
                assertThat(message).as("after " + numbers).isNotNull();
                String text = String.valueOf(TextMessageUtil.readBodyText(message.getBodyBuffer()));
                assertThat(text).startsWith("{\"specversion\":\"1.0\",\"id\":\"");
                numbers.add(new ObjectMapper().readTree(text).path("id").asLong());
                assertThat(message.getExpiration() - System.currentTimeMillis())
                        .isBetween(
                                Duration.ofHours(23).toMillis(),
                                Duration.ofHours(24).toMillis());
                message.acknowledge();
            }
            assertThat(consumer.receiveImmediate()).isNull();
        }
        return numbers;
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    @Test
    void aSubscriberSeesWhatHappensFromThenOnInOrder() throws Exception {
        reader(connection);
        happen(3);
        await().until(() -> figures.numbered() == 6);
        assertThat(figures.published()).isZero();

        subscribe();
        happen(40);

        assertThat(received(80)).isEqualTo(numbers(7, 86));
        await().until(() -> figures.published() == 80);
    }

    @Test
    void ofTwoReadersOneWorksAndTheOtherGoesOnAfterIt() throws Exception {
        subscribe();
        try (BrokerConnection another = new BrokerConnection(broker.nodeAccess())) {
            BatchConsumer first = reader(connection);
            await().until(() -> consumers() == 1);
            EventFigures others = new EventFigures();
            Sequencer sequencer = new Sequencer(
                    database.dataSource(), new HistoryWriter(database.dataSource()), Clock.systemUTC(), others);
            BatchConsumer second =
                    JournalReader.of(another, sequencer, new EventTopic(others, Clock.systemUTC(), nanos::get));
            readers.add(second);
            second.start();
            await().until(() -> consumers() == 2);

            happen(30);
            await().until(() -> figures.numbered() == 60);
            assertThat(others.numbered()).as("of the one that waits").isZero();
            first.close();
            happen(30);

            assertThat(received(120)).isEqualTo(numbers(1, 120));
            await().until(() -> others.published() == 60);
            second.close();
        }
    }

    private int consumers() {
        return journal().getConsumerCount();
    }

    private Queue journal() {
        return broker.server().locateQueue(SimpleString.of(BrokerAddresses.EVENTS_IN));
    }

    @Test
    void anEndThatTheBrokerDidNotConfirmIsMadeUpFor() throws Exception {
        subscribe();
        happen(25);
        // Numbered and kept, but neither published nor ended: as if the process had died there.
        BatchConsumer dying = dying();
        await().until(() -> new EventLog(database.dataSource()).last() > 0);
        dying.close();
        long before = new EventLog(database.dataSource()).last();
        assertThat(before).isPositive();

        reader(connection);

        assertThat(received(50)).isEqualTo(numbers(1, 50));
    }

    private BatchConsumer dying() {
        Sequencer sequencer = new Sequencer(
                database.dataSource(), new HistoryWriter(database.dataSource()), Clock.systemUTC(), figures);
        BatchConsumer dying = new BatchConsumer(
                connection, BrokerAddresses.EVENTS_IN, null, new BatchConsumer.Limits(10), (session, messages) -> {
                    sequencer.keep(JournalReader.read(messages));
                    throw new IllegalStateException("dies");
                });
        readers.add(dying);
        dying.start();
        return dying;
    }

    @Test
    void aTopicThatIsFullLeavesACountedHoleAndEverythingElseGoesOn() throws Exception {
        AddressSettings usual = broker.server().getAddressSettingsRepository().getMatch(BrokerAddresses.EVENTS);
        broker.server()
                .getAddressSettingsRepository()
                .addMatch(
                        BrokerAddresses.EVENTS,
                        new AddressSettings(usual)
                                .setMaxSizeBytes(50_000)
                                .setPageSizeBytes(20_000)
                                .setPageLimitBytes(60_000L));
        subscribe();
        reader(connection);

        happen(300);
        await().atMost(Duration.ofSeconds(60)).until(() -> figures.dropped() > 0 && figures.numbered() == 600);
        await().until(() -> journal().getMessageCount() == 0);
        long kept = figures.published();
        assertThat(kept).isPositive();
        assertThat(kept + figures.dropped()).isEqualTo(600);

        assertThat(received((int) kept)).isSorted().doesNotHaveDuplicates();
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        await().until(() -> broker.server()
                        .getPagingManager()
                        .getPageStore(SimpleString.of(BrokerAddresses.EVENTS))
                        .isPaging()
                == false);
        happen(1);
        assertThat(received(2)).isEqualTo(numbers(601, 602));
    }

    @Test
    void whatIsADayOldIsGoneAndNoDeadLetter() throws Exception {
        subscribe();
        reader(connection);
        try (ClientSession session = connection.session()) {
            ClientMessage old = session.createMessage(true);
            old.setExpiration(System.currentTimeMillis() + 50);
            session.createProducer(BrokerAddresses.EVENTS).send(old);
        }
        Queue subscription = broker.server().locateQueue(SimpleString.of(SUBSCRIPTION));
        await().until(() -> subscription.getMessagesExpired() == 1);
        assertThat(broker.server()
                        .locateQueue(SimpleString.of(BrokerAddresses.EXPIRED))
                        .getMessagesAdded())
                .isZero();
    }
}
