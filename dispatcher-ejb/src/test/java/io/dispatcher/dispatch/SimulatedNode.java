package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentStore;
import io.dispatcher.agents.selection.AddressPool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One life of the coordinator's process: with it go its memory, its timers and its end of every connection. */
final class SimulatedNode implements DispatchClock {
    final AgentDirectory directory;
    final Dispatcher dispatcher;
    private final SimulatedTime time;
    private boolean alive = true;

    SimulatedNode(
            SimulatedTime time,
            SimulatedBroker broker,
            AgentStore store,
            int queueBound,
            DispatchLimits limits,
            BooleanSupplier draining,
            DispatchListener listener) {
        this.time = time;
        directory = new AgentDirectory(
                "node-1", store, new AddressPool(time.random().split(), queueBound), this::instant, this::nanoTime);
        dispatcher = new Dispatcher(
                directory,
                broker,
                this,
                new DispatchWaits.Defaults(null, 5, null, 10),
                limits,
                draining,
                (ask, turn) -> null,
                new Outcomes(),
                List.of(listener));
        every(Duration.ofMillis(200), () -> broker.readExpired(dispatcher::expired));
        every(Duration.ofMillis(10), dispatcher::tick);
        every(Duration.ofSeconds(5), directory::heartbeat);
    }

    /** The name of the failure, or nothing. */
    private static final class Outcomes implements OutcomeMessages {
        @Override
        public QueuedOrder outcome(DispatchTicket ticket, DispatchRecord story) {
            Failure failure = story.failure();
            String tag = failure == null ? "" : failure.type().tag();
            return QueuedOrder.note(ticket.id().toString(), tag.getBytes(StandardCharsets.UTF_8), new byte[0]);
        }

        @Override
        public boolean durable(String orderId) {
            return SimulatedWorld.durable(orderId);
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

    void die() {
        alive = false;
    }

    /** Runs something in this process, if there still is one. */
    void run(Runnable task) {
        if (alive) {
            task.run();
        }
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
