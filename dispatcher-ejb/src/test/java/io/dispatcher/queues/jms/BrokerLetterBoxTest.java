package io.dispatcher.queues.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerSettings;
import io.dispatcher.broker.EmbeddedBroker;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.messaging.DeadLetter;
import io.dispatcher.queues.Letter;
import io.dispatcher.queues.LetterBox;
import io.dispatcher.queues.LetterId;
import io.dispatcher.queues.LetterQueue;
import io.dispatcher.queues.LetterStaysException;
import io.dispatcher.queues.QueueView;
import io.dispatcher.queues.WholeLetter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.server.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Last stops of a real broker. */
@Timeout(60)
class BrokerLetterBoxTest {
    private EmbeddedBroker broker;
    private BrokerConnection connection;
    private BrokerLetterBox letters;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        broker = new EmbeddedBroker(BrokerSettings.in(directory).withInVmId(81).withAcceptor("127.0.0.1", -1));
        broker.start();
        connection = new BrokerConnection(broker.nodeAccess());
        letters = new BrokerLetterBox(connection);
    }

    @AfterEach
    void stop() {
        connection.close();
        broker.close();
    }

    private static ClientMessage text(ClientSession session, String text) {
        ClientMessage message = session.createMessage(Message.TEXT_TYPE, true);
        message.getBodyBuffer().writeNullableSimpleString(SimpleString.of(text));
        return message;
    }

    private void bury(String from, String... texts) throws Exception {
        try (ClientSession session = connection.transacted()) {
            for (String text : texts) {
                DeadLetter.bury(session, text(session, text), from, "because of " + text);
            }
            session.commit();
        }
    }

    private void send(String to, Consumer<ClientMessage> with) throws Exception {
        try (ClientSession session = connection.session()) {
            ClientMessage message = text(session, "hello");
            with.accept(message);
            session.createProducer(to).send(message);
        }
    }

    private List<Letter> all(LetterQueue where) {
        return letters.list(where, 1_000, null).items();
    }

    private long depth(String queue) {
        Queue found = broker.server().locateQueue(SimpleString.of(queue));
        return found == null ? -1 : found.getMessageCount();
    }

    @Test
    void theyAreListedPageByPageOldestFirst() throws Exception {
        bury(BrokerAddresses.REQUESTS, "one", "two", "three");

        LetterBox.Page first = letters.list(LetterQueue.DEAD, 2, null);
        LetterBox.Page second = letters.list(LetterQueue.DEAD, 2, first.next());

        assertThat(first.items()).extracting(Letter::reason).containsExactly("because of one", "because of two");
        assertThat(second.items()).extracting(Letter::reason).containsExactly("because of three");
        assertThat(second.next()).isNull();
        assertThat(second.items()).extracting(Letter::queue).containsOnly(BrokerAddresses.REQUESTS);
        assertThat(letters.list(LetterQueue.DEAD, 2, new LetterId(1, 2))).isNull();
    }

    @Test
    void oneIsShownWholeAndStays() throws Exception {
        send(BrokerAddresses.DEAD, message -> {
            message.putStringProperty("colour", "blue");
            message.putBytesProperty("raw", new byte[] {1});
        });
        Letter listed = all(LetterQueue.DEAD).get(0);

        WholeLetter whole =
                letters.find(LetterQueue.DEAD, LetterId.parse(listed.id().toString()));

        assertThat(whole.letter()).isEqualTo(listed);
        assertThat(whole.body()).isEqualTo("hello");
        assertThat(whole.properties()).containsEntry("colour", "blue").containsEntry("raw", "AQ==");
        assertThat(whole.truncated()).isFalse();
        assertThat(all(LetterQueue.DEAD)).containsExactly(listed);
    }

    @Test
    void whatOnlySaysThatItIsAnOrderIsShownAsItIs() throws Exception {
        try (ClientSession session = connection.session()) {
            ClientMessage message = session.createMessage(Message.BYTES_TYPE, true);
            message.putStringProperty("dispatcher_order", "x");
            message.getBodyBuffer().writeBytes(new byte[] {0x7f, -1, -1, -1, -1});
            session.createProducer(BrokerAddresses.DEAD).send(message);
        }

        WholeLetter whole =
                letters.find(LetterQueue.DEAD, all(LetterQueue.DEAD).get(0).id());

        assertThat(whole.order()).isNull();
        assertThat(whole.bytes()).containsExactly(0x7f, -1, -1, -1, -1);
    }

    @Test
    void oneGoesBackToWhereItCameFromWithoutATraceOfItsDeath() throws Exception {
        bury(BrokerAddresses.REQUESTS, "one", "two");

        letters.retry(all(LetterQueue.DEAD).get(1).id());

        assertThat(all(LetterQueue.DEAD)).extracting(Letter::reason).containsExactly("because of one");
        try (ClientSession session = connection.session()) {
            session.start();
            ClientMessage back =
                    session.createConsumer(BrokerAddresses.REQUESTS, null, true).receiveImmediate();
            assertThat(String.valueOf(back.getBodyBuffer().readNullableSimpleString()))
                    .isEqualTo("two");
            assertThat(back.isDurable()).isTrue();
            assertThat(back.getPropertyNames())
                    .extracting(SimpleString::toString)
                    .doesNotContain(DeadLetter.REASON, DeadLetter.TIME, "_AMQ_ORIG_QUEUE", "_AMQ_ORIG_ADDRESS");
        }
    }

    @Test
    void oneWhosePlaceIsGoneStays() throws Exception {
        bury("dispatcher.agent.gone", "one");
        send(BrokerAddresses.DEAD, message -> {});
        List<Letter> both = all(LetterQueue.DEAD);

        for (Letter letter : both) {
            assertThatThrownBy(() -> letters.retry(letter.id())).isInstanceOf(LetterStaysException.class);
        }
        assertThat(all(LetterQueue.DEAD)).isEqualTo(both);
    }

    @Test
    void allGoBackButThoseWhosePlaceIsGone() throws Exception {
        bury(BrokerAddresses.REQUESTS, "one", "two");
        bury("dispatcher.agent.gone", "three");
        bury(BrokerAddresses.CALLBACKS, "four");

        assertThat(letters.retryAll()).isEqualTo(new LetterBox.Retried(3, 1));

        assertThat(depth(BrokerAddresses.REQUESTS)).isEqualTo(2);
        assertThat(depth(BrokerAddresses.CALLBACKS)).isEqualTo(1);
        await().untilAsserted(() ->
                assertThat(all(LetterQueue.DEAD)).extracting(Letter::reason).containsExactly("because of three"));
    }

    @Test
    void oneOrAllAreDiscarded() throws Exception {
        bury(BrokerAddresses.REQUESTS, "one", "two", "three");
        LetterId second = all(LetterQueue.DEAD).get(1).id();

        assertThat(letters.discard(second)).isTrue();
        assertThat(letters.discard(second)).isFalse();
        assertThat(letters.find(LetterQueue.DEAD, second)).isNull();
        assertThat(letters.discardAll()).isEqualTo(2);
        assertThat(depth(BrokerAddresses.DEAD)).isZero();
    }

    @Test
    void aMessageThatTheBrokerGaveUpGoesBackToTheQueueItDiedInWhateverItsSenderSays() throws Exception {
        send(BrokerAddresses.REQUESTS, message -> {
            message.putStringProperty("_AMQ_ORIG_ADDRESS", BrokerAddresses.OUTCOMES);
            message.putLongProperty("_AMQ_ORIG_MESSAGE_ID", 7);
        });
        Queue requests = broker.server().locateQueue(SimpleString.of(BrokerAddresses.REQUESTS));
        requests.sendMessagesToDeadLetterAddress(null);
        await().until(() -> all(LetterQueue.DEAD).size() == 1);

        letters.retry(all(LetterQueue.DEAD).get(0).id());

        assertThat(depth(BrokerAddresses.OUTCOMES)).isZero();
        assertThat(depth(BrokerAddresses.REQUESTS)).isEqualTo(1);
    }

    @Test
    void whatExpiredIsListedSinceItExpired() throws Exception {
        send(BrokerAddresses.REQUESTS, message -> message.setExpiration(System.currentTimeMillis() + 1));

        await().until(() -> all(LetterQueue.EXPIRED).size() == 1);
        Letter expired = all(LetterQueue.EXPIRED).get(0);
        assertThat(expired.queue()).isNull();
        assertThat(expired.time())
                .isAfterOrEqualTo(Instant.ofEpochMilli(expired.id().timestamp()));
        assertThat(letters.find(LetterQueue.EXPIRED, expired.id()).body()).isEqualTo("hello");
    }

    @Test
    void thoseFarBackOnDiskAreListedAndGoWithAllOthersOnly() throws Exception {
        String long10k = "x".repeat(10_000);
        try (ClientSession session = connection.transacted()) {
            for (int i = 0; i < 2_000; i++) {
                DeadLetter.bury(session, text(session, long10k), BrokerAddresses.REQUESTS, "number " + i);
            }
            session.commit();
        }
        List<Letter> page = letters.list(LetterQueue.DEAD, 1_000, null).items();
        List<Letter> rest =
                letters.list(LetterQueue.DEAD, 1_000, page.get(999).id()).items();
        assertThat(rest).hasSize(1_000);

        assertThat(letters.find(LetterQueue.DEAD, rest.get(999).id())).isNotNull();
        assertThatThrownBy(() -> letters.retry(rest.get(999).id())).isInstanceOf(LetterStaysException.class);
        assertThatThrownBy(() -> letters.discard(rest.get(999).id())).isInstanceOf(LetterStaysException.class);
        assertThat(letters.discard(page.get(0).id())).isTrue();
        assertThat(letters.discardAll()).isEqualTo(1_999);
    }

    @Test
    void queuesAreListedWithWhatTheyHold() throws Exception {
        bury(BrokerAddresses.REQUESTS, "one", "two");

        List<QueueView> queues = new BrokerQueueList(connection).all();

        assertThat(queues).extracting(QueueView::name).isSorted().contains("dispatcher.requests", "dispatcher.expired");
        assertThat(queues)
                .filteredOn(queue -> queue.name().equals(BrokerAddresses.DEAD))
                .singleElement()
                .satisfies(dead -> {
                    assertThat(dead.depth()).isEqualTo(2);
                    assertThat(dead.consumers()).isZero();
                    assertThat(dead.oldestMs()).isLessThan(60_000);
                });
    }
}
