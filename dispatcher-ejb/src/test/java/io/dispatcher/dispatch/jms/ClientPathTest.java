package io.dispatcher.dispatch.jms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dispatcher.dispatch.OrderQueue;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.ActiveMQNotConnectedException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.junit.jupiter.api.Test;

/** Orders over a client session, as with an external broker. */
class ClientPathTest extends OrderQueueContract {
    ClientPathTest() {
        super(77, false);
    }

    @Test
    void whatWasNotAcknowledgedComesAgainWhenTheConnectionWasLostAndIsBack() {
        send("o1", "o2", "o3");
        Taker taker = new Taker();
        OrderQueue.Subscription subscription = queue.subscribe(OrderQueue.ofAgent(agent), null, taker);
        subscription.request();
        await().until(() -> taker.ids().equals(List.of("o1")));
        subscription.request();
        await().until(() -> taker.ids().equals(List.of("o1", "o2")));

        loseConnection();
        await().until(queue::available);
        await().during(QUIET).until(() -> taker.ids().size() == 2);
        subscription.request();
        await().until(() -> taker.ids().equals(List.of("o1", "o2", "o1")));
        taker.deliveries.get(0).acknowledge();
        assertThat(queue.depth(OrderQueue.ofAgent(agent))).as("the old handle").isEqualTo(3);
        taker.deliveries.get(2).acknowledge();
        await().until(() -> queue.depth(OrderQueue.ofAgent(agent)) == 2);
        subscription.close();
    }

    @Test
    void anOrderAskedForBeforeTheConnectionWasLostComesAfterwards() {
        Taker taker = new Taker();
        OrderQueue.Subscription subscription = queue.subscribe(OrderQueue.ofAgent(agent), null, taker);
        subscription.request();

        loseConnection();
        await().until(queue::available);
        send("o1", "o2");

        await().until(() -> taker.ids().equals(List.of("o1")));
        await().during(QUIET).until(() -> taker.ids().size() == 1);
        subscription.close();
    }

    @Test
    void nothingBlocksWhileTheConnectionIsLostAndWhatIsSentIsRefused() {
        send("o1");
        Taker taker = new Taker();
        OrderQueue.Subscription subscription = queue.subscribe(OrderQueue.ofAgent(agent), null, taker);
        subscription.request();
        await().until(() -> taker.ids().size() == 1);

        loseConnection();
        long lost = System.nanoTime();
        List<String> refused = new CopyOnWriteArrayList<>();
        queue.send(OrderQueue.ofAgent(agent), order("o2", false, 60_000), refused::add);
        taker.deliveries.get(0).acknowledge();
        subscription.request();
        assertThat(queue.depth(OrderQueue.ofAgent(agent))).isEqualTo(-1);
        assertThat(System.nanoTime() - lost).as("nanoseconds it took").isLessThan(1_000_000_000);
        await().until(() -> refused.size() == 1);

        // Asked for before: here again, because its acknowledgement went nowhere.
        await().until(() -> taker.ids().equals(List.of("o1", "o1")));
        subscription.close();
    }

    @Test
    void aQueueThatTheBrokerCameBackWithoutIsMadeAgain() throws Exception {
        Taker taker = new Taker();
        OrderQueue.Subscription subscription = queue.subscribe(OrderQueue.ofAgent(agent), null, taker);
        subscription.request();

        loseConnection();
        broker.server().destroyQueue(SimpleString.of(OrderQueue.ofAgent(agent)), null, false);
        await().until(queue::available);
        send("o1");

        await().until(() -> taker.ids().equals(List.of("o1")));
        subscription.close();
    }

    /** As it is when the broker's end vanishes: its sessions with what they had. */
    private void loseConnection() {
        broker.server().getRemotingService().getConnections().forEach(connection -> {
            connection.fail(new ActiveMQNotConnectedException("lost"));
            connection.destroy();
        });
        await().until(() -> !queue.available());
    }
}
