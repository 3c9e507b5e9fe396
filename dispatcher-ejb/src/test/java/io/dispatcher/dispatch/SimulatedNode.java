package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentStore;
import io.dispatcher.agents.selection.AddressPool;
import io.dispatcher.cluster.Cluster;
import io.dispatcher.cluster.Membership;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** One life of the coordinator's process: with it go its memory, its timers and its end of every connection. */
final class SimulatedNode implements DispatchClock {
    private static final String BEATS = "beats";
    private static final String CONTROLS = "controls";

    AgentDirectory directory;
    Dispatcher dispatcher;
    private final String name;
    private final SimulatedTime time;
    private final SimulatedBroker.Seat seat;
    private final AgentStore store;
    private final int queueBound;
    private final DispatchLimits limits;
    private final BooleanSupplier draining;
    private final DispatchListener listener;
    private final boolean clustered;
    private boolean alive = true;

    /** @param clustered there may be other nodes at its broker */
    SimulatedNode(
            String name,
            SimulatedTime time,
            SimulatedBroker.Seat seat,
            AgentStore store,
            int queueBound,
            DispatchLimits limits,
            BooleanSupplier draining,
            DispatchListener listener,
            boolean clustered) {
        this.name = name;
        this.time = time;
        this.seat = seat;
        this.store = store;
        this.queueBound = queueBound;
        this.limits = limits;
        this.draining = draining;
        this.listener = listener;
        this.clustered = clustered;
    }

    void start() {
        directory = new AgentDirectory(
                name, store, new AddressPool(time.random().split(), queueBound), this::instant, this::nanoTime);
        Cluster cluster = new Cluster(clustered ? name : null);
        dispatcher = new Dispatcher(
                directory,
                seat,
                this,
                new DispatchWaits.Defaults(null, 5, null, 10),
                limits,
                new BodyRoom(Long.MAX_VALUE),
                new BodyRoom(Long.MAX_VALUE),
                draining,
                (ask, turn) -> null,
                new Outcomes(),
                cluster,
                List.of(listener));
        if (clustered) {
            join(cluster);
        }
        every(Duration.ofMillis(200), () -> seat.readExpired(dispatcher::expired));
        tick(new Ticker(() -> {}, dispatcher::busy, this::nanoTime));
        every(Duration.ofSeconds(5), directory::heartbeat);
    }

    private void tick(Ticker ticker) {
        time.after(
                Duration.ofMillis(ticker.pause()),
                () -> run(() -> {
                    unlessBrokerAway(dispatcher::tick);
                    tick(ticker);
                }));
    }

    private void join(Cluster cluster) {
        Membership membership = new Membership(
                name,
                cluster,
                directory,
                dispatcher,
                seat,
                new Membership.Topics(
                        message -> seat.publish(BEATS, message), message -> seat.publish(CONTROLS, message)),
                this::nanoTime);
        seat.subscribe(BEATS, message -> unlessBrokerAway(() -> membership.beat(message)));
        seat.subscribe(CONTROLS, message -> unlessBrokerAway(() -> membership.control(message)));
        membership.tick();
        every(Duration.ofMillis(50), membership::tick);
    }

    String name() {
        return name;
    }

    SimulatedBroker.Seat seat() {
        return seat;
    }

    /** The name of the failure, or nothing. */
    private final class Outcomes implements OutcomeMessages {
        @Override
        public QueuedOrder outcome(DispatchTicket ticket, DispatchRecord story) {
            Failure failure = story.failure();
            String tag = failure == null ? "" : failure.type().tag();
            return QueuedOrder.note(ticket.id().toString(), tag.getBytes(StandardCharsets.UTF_8), new byte[0]);
        }

        @Override
        public UUID mint() {
            return time.mint();
        }

        @Override
        public boolean minted(String orderId) {
            return SimulatedWorld.minted(orderId);
        }
    }

    private void every(Duration period, Runnable task) {
        after(period, () -> {
            every(period, task);
            unlessBrokerAway(task);
        });
    }

    boolean alive() {
        return alive;
    }

    void die(boolean embedded) {
        alive = false;
        seat.died(embedded);
    }

    /** Runs something in this process, if there still is one. */
    void run(Runnable task) {
        seat.enter(task);
    }

    @Override
    public long nanoTime() {
        return time.nanoTime();
    }

    @Override
    public Instant instant() {
        return time.instant();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        time.after(delay, () -> run(() -> unlessBrokerAway(task)));
    }

    /** As the real executors do: a task that fails is logged, and is over. */
    private static void unlessBrokerAway(Runnable task) {
        try {
            task.run();
        } catch (SimulatedBroker.Away e) {
            // Said in the log there.
        }
    }
}
