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
        queue.create(agent);
        queue.create(agent);
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
                new QueuedOrder("big", "meta".getBytes(StandardCharsets.UTF_8), body, false, "a=1", 10_000, 4),
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
        queue.drain(OrderQueue.ofAgent(agent), delivery -> {
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

    static QueuedOrder order(String id, boolean pinned, long ttl) {
        return new QueuedOrder(id, new byte[] {1}, new byte[] {2, 3}, pinned, null, ttl, 4);
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
