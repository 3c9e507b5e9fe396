package io.dispatcher.dispatch.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.broker.BrokerSettings;
import io.dispatcher.broker.EmbeddedBroker;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import io.dispatcher.messaging.BrokerConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OrderQueueContract {
    static final Duration QUIET = Duration.ofMillis(300);

    private final int inVmId;
    private final boolean inBroker;
    private final ExecutorService housekeeping = Executors.newSingleThreadExecutor();
    EmbeddedBroker broker;
    private BrokerConnection connection;
    CoreOrderQueue queue;
    String agent;
    private OrderQueue.Subscription subscription;
    private int agents;

    /** @param inBroker whether orders take the way inside the broker's process, or that of any client */
    OrderQueueContract(int inVmId, boolean inBroker) {
        this.inVmId = inVmId;
        this.inBroker = inBroker;
    }

    @BeforeAll
    void startBroker(@TempDir Path directory) throws Exception {
        broker = new EmbeddedBroker(
                BrokerSettings.in(directory).withInVmId(inVmId).withAcceptor("127.0.0.1", -1));
        broker.start();
        connection = new BrokerConnection(broker.nodeAccess());
        queue = new CoreOrderQueue(connection, inBroker ? broker.server() : null, housekeeping);
    }

    @AfterAll
    void stopBroker() throws Exception {
        queue.close();
        connection.close();
        broker.close();
        housekeeping.shutdownNow();
    }

    @BeforeEach
    void freshAgent() {
        agent = "agent-" + agents++;
        queue.create(OrderQueue.ofAgent(agent));
        queue.create(OrderQueue.ofAgent(agent));
    }

    @Test
    void exactlyOneOrderComesForEachRequest() {
        send("o1", "o2", "o3");
        Taker taker = new Taker();
        OrderQueue.Subscription subscription = queue.subscribe(OrderQueue.ofAgent(agent), null, taker);

        await().during(QUIET).until(() -> taker.ids().isEmpty());
        subscription.request();
        await().until(() -> taker.ids().equals(List.of("o1")));
        await().during(QUIET).until(() -> taker.ids().size() == 1);
        subscription.request();
        await().until(() -> taker.ids().equals(List.of("o1", "o2")));
        await().during(QUIET).until(() -> taker.ids().size() == 2);
        subscription.close();
    }

    @Test
    void whatWasNotAcknowledgedGoesBackInItsPlaceOnClose() throws Exception {
        send("o1", "o2", "o3");
        Taker first = new Taker();
        OrderQueue.Subscription subscription = queue.subscribe(OrderQueue.ofAgent(agent), null, first);
        subscription.request();
        await().until(() -> first.ids().size() == 1);
        subscription.request();
        await().until(() -> first.ids().size() == 2);
        first.deliveries.get(0).acknowledge();
        subscription.close();
        // Closing is done in the background; behind it on the same thread, it is over.
        housekeeping.submit(() -> {}).get(10, TimeUnit.SECONDS);

        Taker second = new Taker();
        OrderQueue.Subscription again = queue.subscribe(OrderQueue.ofAgent(agent), null, second);
        again.request();
        await().until(() -> second.ids().equals(List.of("o2")));
        again.request();
        await().until(() -> second.ids().equals(List.of("o2", "o3")));
        again.close();
    }

    @Test
    void metadataAndBodyComeAsTheyWereSent() {
        byte[] body = new byte[1_500_000];
        body[1_499_999] = 7;
        queue.send(
                OrderQueue.ofAgent(agent),
                new QueuedOrder(
                        "big",
                        "meta".getBytes(StandardCharsets.UTF_8),
                        new byte[0],
                        body,
                        false,
                        false,
                        "a=1",
                        10_000,
                        4,
                        null),
                reason -> {});
        Taker taker = new Taker();
        OrderQueue.Subscription subscription =
                queue.subscribe(OrderQueue.ofAgent(agent), "dispatcher_labels = 'a=1'", taker);
        subscription.request();
        await().until(() -> taker.ids().size() == 1);
        assertThat(new String(taker.deliveries.get(0).metadata(), StandardCharsets.UTF_8))
                .isEqualTo("meta");
        assertThat(taker.deliveries.get(0).body()).isEqualTo(body);
        subscription.close();
    }

    @Test
    void aDrainOffersEverythingUnpinnedAndLeavesWhatIsNotAcknowledged() {
        queue.send(OrderQueue.ofAgent(agent), order("pinned", true, 60_000), reason -> {});
        await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == 1);
        send("o1", "o2");
        Taker taker = new Taker();
        queue.drain(OrderQueue.ofAgent(agent), OrderQueue.Wanted.UNPINNED, delivery -> {
            taker.order(delivery);
            if (delivery.orderId().equals("o2")) {
                delivery.acknowledge();
            }
        });
        assertThat(taker.ids()).containsExactly("o1", "o2");
        await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == 2);
    }

    @Test
    void anExpiredOrderIsNeverDelivered() {
        queue.send(OrderQueue.ofAgent(agent), order("late", false, 50), reason -> {});
        await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == 0);
        send("next");
        Taker taker = new Taker();
        OrderQueue.Subscription subscription = queue.subscribe(OrderQueue.ofAgent(agent), null, taker);
        subscription.request();
        await().until(() -> taker.ids().equals(List.of("next")));
        subscription.close();
    }

    @Test
    void anOrderForAQueueThatIsNotThereIsRefusedOrDeadButNeverSilent() {
        List<String> reasons = new CopyOnWriteArrayList<>();
        long dead = queue.depth("dispatcher.dead");
        queue.send("dispatcher.agent.nobody", order("lost", false, 10_000), reasons::add);
        await().until(() -> !reasons.isEmpty() || queue.depth("dispatcher.dead") > dead);
    }

    void send(String... ids) {
        long before = queue.depth(OrderQueue.ofAgent(agent));
        for (int i = 0; i < ids.length; i++) {
            // Several sessions send: only what waits for the one before keeps its order.
            long expected = before + i + 1;
            queue.send(OrderQueue.ofAgent(agent), order(ids[i], false, 60_000), reason -> {});
            await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == expected);
        }
    }

    private static QueuedOrder durable(String id, String labels) {
        return new QueuedOrder(
                id, new byte[] {1}, new byte[] {4, 5}, new byte[] {2, 3}, true, false, labels, 60_000, 4, null);
    }

    /** What became of a durable message. */
    private static final class Said implements OrderQueue.Receipt {
        final CompletableFuture<String> word = new CompletableFuture<>();

        @Override
        public void refused(String reason) {
            word.complete("refused");
        }

        @Override
        public void stored() {
            word.complete("stored");
        }

        String word() {
            return word.orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    private void store(String to, QueuedOrder order) {
        Said said = new Said();
        queue.send(to, order, said);
        assertThat(said.word()).isEqualTo("stored");
    }

    private OrderQueue.Delivery storedAndTaken(QueuedOrder order) {
        store(OrderQueue.ofAgent(agent), order);
        Taker taker = new Taker();
        subscription = queue.subscribe(OrderQueue.ofAgent(agent), null, taker);
        subscription.request();
        await().until(() -> taker.ids().size() == 1);
        return taker.deliveries.get(0);
    }

    @Test
    void aDurableOrderIsToldStoredAndBringsItsTicket() {
        OrderQueue.Delivery delivery = storedAndTaken(durable("o1", null));
        assertThat(delivery.ticket()).containsExactly(4, 5);
        assertThat(delivery.body()).containsExactly(2, 3);
        delivery.acknowledge();
        await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == 0);
        subscription.close();
    }

    @Test
    void anExchangePutsTheSuccessorInTheOrdersPlace() {
        String id = UUID.randomUUID().toString();
        OrderQueue.Delivery delivery = storedAndTaken(durable(id, null));
        Said said = new Said();
        byte[] large = new byte[5_000_000];
        assertThat(delivery.exchange(OrderQueue.OUTCOMES, QueuedOrder.note(id, new byte[] {9}, large), said))
                .isTrue();
        assertThat(said.word()).isEqualTo("stored");
        subscription.close();
        await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == 0);
        Taker outcomes = new Taker();
        queue.drain(OrderQueue.OUTCOMES, OrderQueue.Wanted.order(id), outcome -> {
            outcomes.order(outcome);
            outcome.acknowledge();
        });
        assertThat(outcomes.ids()).containsExactly(id);
        assertThat(outcomes.deliveries.get(0).body()).isEqualTo(large);
    }

    @Test
    void whatWentBackCannotBeExchanged() throws Exception {
        OrderQueue.Delivery delivery = storedAndTaken(durable("o1", null));
        subscription.close();
        housekeeping.submit(() -> {}).get(10, TimeUnit.SECONDS);
        assertThat(delivery.exchange(OrderQueue.OUTCOMES, durable("o1", null), new Said()))
                .isFalse();
        await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == 1);
    }

    @Test
    void aDrainMovesOrdersAsOneStep() {
        String other = agent + "-other";
        queue.create(OrderQueue.ofAgent(other));
        for (int i = 0; i < 250; i++) {
            store(OrderQueue.ofAgent(agent), durable(UUID.randomUUID().toString(), null));
        }
        List<Said> said = new CopyOnWriteArrayList<>();
        queue.drain(OrderQueue.ofAgent(agent), OrderQueue.Wanted.ALL, order -> {
            said.add(new Said());
            order.exchange(OrderQueue.ofAgent(other), durable(order.orderId(), null), said.get(said.size() - 1));
        });
        assertThat(said).hasSize(250).allMatch(word -> word.word().equals("stored"));
        assertThat(queue.depth(OrderQueue.ofAgent(other))).isEqualTo(250);
        await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == 0);
    }

    @Test
    void theLabelsOfWaitingTravellingOrdersAreFoundOneByOne() {
        for (String labels : new String[] {null, "a=1", "a=1", "b=2"}) {
            store(OrderQueue.UNASSIGNED, durable(UUID.randomUUID().toString(), labels));
        }
        Set<String> known = Set.of();
        for (int i = 0; i < 5; i++) {
            known = queue.waitingLabels(OrderQueue.UNASSIGNED, known);
        }
        assertThat(known).containsExactlyInAnyOrder("", "a=1", "b=2");
        queue.drain(OrderQueue.UNASSIGNED, OrderQueue.Wanted.ALL, OrderQueue.Delivery::acknowledge);
    }

    static QueuedOrder order(String id, boolean pinned, long ttl) {
        return new QueuedOrder(id, new byte[] {1}, new byte[0], new byte[] {2, 3}, false, pinned, null, ttl, 4, null);
    }

    static final class Taker implements OrderQueue.Consumer {
        final List<OrderQueue.Delivery> deliveries = new CopyOnWriteArrayList<>();

        @Override
        public void order(OrderQueue.Delivery delivery) {
            deliveries.add(delivery);
        }

        List<String> ids() {
            return deliveries.stream().map(OrderQueue.Delivery::orderId).toList();
        }
    }
}
