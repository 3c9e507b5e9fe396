package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Sends the outcomes of dispatches that are told by message and have ended, each in the place of its order's message (ARCHITECTURE D1), and tries
 * until the broker has it. Only then is a dispatch forgotten. Thread-safe.
 */
final class Settlements {
    private static final System.Logger LOG = System.getLogger(Settlements.class.getName());
    private static final long AGAIN_NANOS = Duration.ofMillis(500).toNanos();
    /** An order's message that was nowhere so often is no more: its outcome goes alone. */
    private static final long MOST_SEARCHES = TravellingOrders.HELD_FOR_THE_DEAD.toNanos() / AGAIN_NANOS;

    private final OrderQueue queue;
    private final Dispatches dispatches;
    private final DispatchClock clock;
    private final OutcomeMessages messages;
    private final AgentDirectory agents;
    private final Map<String, Settlement> open = new ConcurrentHashMap<>();
    private long lastLook;

    Settlements(
            OrderQueue queue,
            Dispatches dispatches,
            DispatchClock clock,
            OutcomeMessages messages,
            AgentDirectory agents) {
        this.queue = queue;
        this.dispatches = dispatches;
        this.clock = clock;
        this.messages = messages;
        this.agents = agents;
    }

    /**
     * The dispatch has ended.
     *
     * @param held its order's message; null if it is in its queue
     * @param stored run once the outcome is stored
     */
    void settle(Dispatch dispatch, OrderQueue.@Nullable Delivery held, Runnable stored) {
        Settlement settlement = of(dispatch);
        settlement.whenStored(stored);
        if (held != null) {
            settlement.hold(held);
            settlement.store();
        }
    }

    /** The outcome of one that has ended and never was in a queue. */
    PreparedMessage prepare(Dispatch dispatch, Runnable stored) {
        QueuedOrder outcome = messages.outcome(dispatch.ticket(), dispatch.story());
        return new PreparedMessage(OrderQueue.OUTCOMES, outcome, new OrderQueue.Receipt() {
            @Override
            public void stored() {
                stored.run();
            }

            @Override
            public void refused(String reason) {}
        });
    }

    private Settlement of(Dispatch dispatch) {
        return open.computeIfAbsent(dispatch.orderId(), id -> new Settlement(dispatch));
    }

    /** Call often: goes on with what the broker did not take, and with what ended while nobody held its message. */
    void tick() {
        long now = clock.nanoTime();
        if (now - lastLook < AGAIN_NANOS || !queue.available()) {
            return;
        }
        lastLook = now;
        for (Dispatch dispatch : dispatches.all()) {
            if (dispatch.byMessage() && dispatch.ended() && !dispatch.dropped()) {
                of(dispatch).goOn();
            }
        }
    }

    private final class Settlement implements OrderQueue.Receipt {
        private final Dispatch dispatch;
        private @Nullable Runnable whenStored;
        private OrderQueue.@Nullable Delivery held;
        private OrderQueue.@Nullable Delivery exchanging;
        private boolean busy;
        private boolean done;
        private int searches;

        Settlement(Dispatch dispatch) {
            this.dispatch = dispatch;
        }

        synchronized void whenStored(Runnable action) {
            Runnable before = whenStored;
            whenStored = before == null
                    ? action
                    : () -> {
                        before.run();
                        action.run();
                    };
        }

        synchronized void hold(OrderQueue.Delivery delivery) {
            held = delivery;
        }

        private synchronized OrderQueue.@Nullable Delivery begin() {
            if (busy || done || held == null) {
                return null;
            }
            busy = true;
            exchanging = held;
            return held;
        }

        void store() {
            OrderQueue.Delivery delivery = begin();
            if (delivery != null && !delivery.exchange(reader(), message(), this)) {
                wentBack(delivery);
            }
        }

        private synchronized void wentBack(OrderQueue.Delivery delivery) {
            busy = false;
            held = held == delivery ? null : held;
        }

        private String reader() {
            String origin = dispatch.ticket().origin();
            return origin == null ? OrderQueue.OUTCOMES : OrderQueue.REPLIES + origin;
        }

        private QueuedOrder message() {
            return dispatch.durable() ? messages.outcome(dispatch.ticket(), dispatch.story()) : NodeReply.of(dispatch);
        }

        @Override
        public void stored() {
            OrderQueue.Delivery copy;
            synchronized (this) {
                copy = held == exchanging ? null : held;
            }
            if (copy != null) {
                // It came while the outcome was on its way: nobody may take it up again.
                copy.acknowledge();
            }
            close();
        }

        private void close() {
            Runnable action;
            synchronized (this) {
                done = true;
                action = whenStored;
            }
            dispatches.forget(dispatch);
            open.remove(dispatch.orderId());
            if (action != null) {
                action.run();
            }
        }

        @Override
        public synchronized void refused(String reason) {
            busy = false;
            LOG.log(Level.DEBUG, "the outcome of {0} is not stored yet: {1}", dispatch.orderId(), reason);
        }

        void goOn() {
            store();
            String where = beginSearch();
            if (where != null) {
                clock.after(Duration.ZERO, () -> search(where));
            }
        }

        private synchronized @Nullable String beginSearch() {
            if (busy || done || held != null || dispatch.queue() == null) {
                return null;
            }
            busy = true;
            searches++;
            return dispatch.queue();
        }

        private void search(String where) {
            boolean[] found = new boolean[1];
            try {
                queue.drain(where, OrderQueue.Wanted.order(dispatch.orderId()), delivery -> {
                    found[0] = delivery.exchange(reader(), message(), this);
                });
            } finally {
                if (!found[0]) {
                    notFound();
                }
            }
        }

        private void notFound() {
            String agentId = dispatch.agentId();
            if (agentId != null && agents.isElsewhere(agentId)) {
                // The node that its agent is connected with has the order, or has settled it.
                close();
            } else if (searches <= MOST_SEARCHES) {
                synchronized (this) {
                    busy = false;
                }
            } else if (dispatch.durable()) {
                queue.send(reader(), message(), this);
            } else {
                queue.send(reader(), message(), reason -> {});
                close();
            }
        }
    }
}
