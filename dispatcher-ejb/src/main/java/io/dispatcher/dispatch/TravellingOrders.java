package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.protocol.ProtocolException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Orders that came from elsewhere, another life of this node or another node: what this node does not know it learns from the message. The message is
 * in exactly one queue or held by exactly one consumer until the outcome takes its place (ARCHITECTURE D1, ADR 5). Thread-safe.
 */
final class TravellingOrders {
    private static final System.Logger LOG = System.getLogger(TravellingOrders.class.getName());

    private static final Duration ON_ITS_WAY = Duration.ofSeconds(1);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /** Twice the time after which a broker misses a silent connection (BrokerUrls). */
    static final Duration HELD_FOR_THE_DEAD = Duration.ofSeconds(30);

    private final OrderQueue queue;
    private final Dispatches dispatches;
    private final AgentDirectory agents;
    private final OrderPreparation preparation;
    private final Settlements settlements;
    private final OutcomeMessages outcomes;
    private final OtherNodes others;
    private final CancelledOrders cancelled = new CancelledOrders();
    private final DispatchWaits.Defaults waits;
    private final DispatchClock clock;
    private final Instant started;

    TravellingOrders(
            OrderQueue queue,
            Dispatches dispatches,
            AgentDirectory agents,
            OrderPreparation preparation,
            Settlements settlements,
            OutcomeMessages outcomes,
            OtherNodes others,
            DispatchWaits.Defaults waits,
            DispatchClock clock) {
        this.queue = queue;
        this.dispatches = dispatches;
        this.agents = agents;
        this.preparation = preparation;
        this.settlements = settlements;
        this.outcomes = outcomes;
        this.others = others;
        this.waits = waits;
        this.clock = clock;
        this.started = clock.instant();
    }

    static Dispatch dispatch(DispatchTicket ticket) {
        return new Dispatch(ticket, null);
    }

    /**
     * The dispatch of an order that came out of its agent's queue: the one known here, or the one its message tells of.
     *
     * @param gone run once it is settled, if nothing is to be done for it
     * @return null if nothing is to be done for it
     */
    @Nullable
    Dispatch ofAgentsQueue(OrderQueue.Delivery delivery, String agentId, Runnable gone) {
        Dispatch known = dispatches.find(delivery.orderId());
        if (known != null) {
            return known;
        }
        Dispatch dispatch = takenUp(delivery, OrderQueue.ofAgent(agentId), gone);
        if (dispatch == null) {
            return null;
        }
        try {
            preparation.assignAsBefore(dispatch, agentId, delivery.metadata());
        } catch (ProtocolException e) {
            unreadable(delivery, OrderQueue.ofAgent(agentId), e);
            return null;
        }
        dispatches.addIfNew(dispatch);
        return dispatches.find(delivery.orderId());
    }

    /**
     * What a message tells of its dispatch; it is not kept here yet.
     *
     * @return null if it is of no use: only a node that is gone knew it, its caller was here and has gone, or it is unreadable; then it is settled
     */
    @Nullable
    Dispatch takenUp(OrderQueue.Delivery delivery, String from) {
        return takenUp(delivery, from, () -> {});
    }

    private @Nullable Dispatch takenUp(OrderQueue.Delivery delivery, String from, Runnable gone) {
        if (delivery.ticket().length == 0) {
            delivery.acknowledge();
            return null;
        }
        try {
            DispatchTicket ticket =
                    OrderTicket.read(delivery, OrderQueue.isWaitingPlace(from) ? null : started, waits, clock);
            String origin = ticket.origin();
            if (origin != null && nobodyWaits(origin, delivery.orderId())) {
                delivery.acknowledge(gone);
                return null;
            }
            Dispatch dispatch = dispatch(ticket);
            dispatch.foundIn(from);
            return dispatch;
        } catch (ProtocolException e) {
            unreadable(delivery, from, e);
            return null;
        }
    }

    private boolean nobodyWaits(String origin, String orderId) {
        return origin.equals(others.ownName()) || cancelled.contains(orderId);
    }

    private void unreadable(OrderQueue.Delivery delivery, String from, ProtocolException e) {
        LOG.log(Level.WARNING, "order {0} is unreadable: {1}", delivery.orderId(), e.getMessage());
        QueuedOrder.Death death = new QueuedOrder.Death("unreadable: " + e.getMessage(), from);
        delivery.exchange(OrderQueue.DEAD, QueuedOrder.dead(delivery, death), reason -> {});
    }

    /** @see Settlements#settle */
    void settle(Dispatch dispatch, OrderQueue.@Nullable Delivery held, Runnable stored) {
        settlements.settle(dispatch, held, stored);
    }

    /** Ends an order that came out of its queue too late. @return whether it has ended */
    boolean overdue(Dispatch dispatch) {
        Failure failure = dispatch.queueOverdue(clock.nanoTime());
        if (failure != null) {
            dispatches.end(dispatch, new Outcome.Failed(failure));
        }
        return dispatch.ended();
    }

    /**
     * The broker took the order out of a queue because its time there is over: it has ended, or an agent came late enough that it may wait on.
     *
     * @param from the queue it waited in
     */
    void expired(OrderQueue.Delivery delivery, String from) {
        Dispatch known = dispatches.find(delivery.orderId());
        Dispatch dispatch = known != null ? known : takenUp(delivery, from);
        if (dispatch == null) {
            return;
        }
        if (agents.readySince(dispatch.request().selection(), dispatch.acceptedNanos())) {
            dispatch.sawAgent();
        }
        if (dispatch.ended()) {
            settleEnded(dispatch, delivery);
            return;
        }
        if (neverHanded(dispatch, from)) {
            dispatch.surelyNotBegun();
        }
        Failure failure = dispatch.inHand() ? null : dispatch.queueOverdue(clock.nanoTime());
        if (failure == null) {
            delivery.exchange(from, preparation.queued(dispatch), reason -> {});
            return;
        }
        dispatches.addIfNew(dispatch);
        dispatches.end(dispatch, new Outcome.Failed(failure));
        settleEnded(dispatch, delivery);
    }

    /** Its message is held here. */
    void settleEnded(Dispatch dispatch, OrderQueue.Delivery delivery) {
        if (dispatch.byMessage()) {
            settle(dispatch, delivery, () -> {});
        } else {
            delivery.acknowledge();
        }
    }

    /** Whoever has an agent keeps what the agent has, and nobody has what is unassigned. */
    private boolean neverHanded(Dispatch dispatch, String from) {
        return OrderQueue.isWaitingPlace(from)
                || (from.startsWith(OrderQueue.ofAgent(""))
                        && agents.heldSince(
                                from.substring(OrderQueue.ofAgent("").length()), dispatch.acceptedNanos()));
    }

    /** Takes an order back that lies in some queue; does nothing if it lies in none. Blocking, bounded. */
    void cancel(String orderId, List<String> agentIds, String reason) {
        lookThrough(orderId, ordersQueues(agentIds), (where, delivery) -> {
            Dispatch dispatch = takenUp(delivery, where);
            if (dispatch != null && dispatches.addIfNew(dispatch)) {
                dispatches.end(dispatch, Outcome.failed(FailureType.CANCELLED, reason));
                settle(dispatch, delivery, () -> {});
            }
        });
    }

    /** Another node asks to end an order that may be here, or come here. */
    void cancelledElsewhere(String orderId, String reason) {
        cancelled.add(orderId);
        Dispatch dispatch = dispatches.find(orderId);
        if (dispatch != null && dispatch.byMessage()) {
            dispatches.end(dispatch, Outcome.failed(FailureType.CANCELLED, reason));
        }
    }

    /**
     * Whether it is known here, it or its outcome lies in some queue, or another node has it. In the background; a "no" takes as long as a broker may
     * hold it for a dead node.
     */
    void exists(String orderId, List<String> agentIds, Consumer<Boolean> found) {
        List<String> queues = ordersQueues(agentIds);
        queues.add(OrderQueue.EXPIRY);
        queues.add(OrderQueue.OUTCOMES);
        long until = clock.nanoTime() + HELD_FOR_THE_DEAD.toNanos();
        clock.after(Duration.ZERO, () -> exists(orderId, queues, found, until, others.seek(orderId)));
    }

    private void exists(
            String orderId, List<String> queues, Consumer<Boolean> found, long until, BooleanSupplier elsewhere) {
        boolean there = false;
        boolean sure = clock.nanoTime() >= until;
        try {
            there = elsewhere.getAsBoolean() || lookThrough(orderId, queues, (where, delivery) -> {});
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "order {0} cannot be looked for: {1}", orderId, e.getMessage());
            sure = false;
        }
        if (there || sure) {
            found.accept(there);
        } else {
            BooleanSupplier asked = others.seek(orderId);
            clock.after(
                    LOOK_AGAIN,
                    () -> exists(
                            orderId, queues, found, until, () -> elsewhere.getAsBoolean() || asked.getAsBoolean()));
        }
    }

    private static List<String> ordersQueues(List<String> agentIds) {
        List<String> queues = new ArrayList<>(List.of(OrderQueue.UNASSIGNED));
        agentIds.forEach(agentId -> queues.add(OrderQueue.ofAgent(agentId)));
        return queues;
    }

    /** @return whether it was found, or is known here */
    private boolean lookThrough(String orderId, List<String> queues, BiConsumer<String, OrderQueue.Delivery> found) {
        boolean[] there = new boolean[1];
        for (String where : queues) {
            if (there[0] || dispatches.find(orderId) != null) {
                return true;
            }
            queue.drain(where, OrderQueue.Wanted.order(orderId), delivery -> {
                there[0] = true;
                found.accept(where, delivery);
            });
        }
        return there[0];
    }

    /** The agent was removed, and its queue goes with it: what still lies there has ended. Blocking, bounded. */
    void endAll(String agentId) {
        String from = OrderQueue.ofAgent(agentId);
        queue.drain(from, OrderQueue.Wanted.ALL, delivery -> {
            Dispatch known = dispatches.find(delivery.orderId());
            Dispatch dispatch = known != null ? known : takenUp(delivery, from);
            if (dispatch != null && dispatch.byMessage()) {
                dispatches.add(dispatch);
                dispatches.end(
                        dispatch,
                        dispatch.possiblyBegun()
                                ? Outcome.failed(
                                        FailureType.AGENT_LOST,
                                        "agent " + agentId
                                                + " was removed after it may have begun; the outcome is unknown")
                                : Outcome.failed(
                                        FailureType.NO_AGENT_AVAILABLE,
                                        "agent " + agentId + " was removed; it was never sent"));
                settle(dispatch, delivery, () -> {});
            }
        });
    }

    /**
     * Finds an order in its queue, in the background. One that is not there may be on its way to its consumer, or a broker that has not missed a dead
     * node yet may hold it for that one: so it is looked for until no broker would (but not if it cannot be durable at all).
     *
     * @param found gets its dispatch, kept here now; must exchange or acknowledge the delivery before it returns
     * @param otherwise if it is not there, or is known here meanwhile
     */
    void search(String where, String orderId, Found found, Runnable otherwise) {
        if (outcomes.minted(orderId)) {
            long until = clock.nanoTime() + HELD_FOR_THE_DEAD.toNanos();
            clock.after(Duration.ZERO, () -> search(where, orderId, found, otherwise, until));
        } else {
            otherwise.run();
        }
    }

    private void search(String where, String orderId, Found found, Runnable otherwise, long until) {
        if (dispatches.find(orderId) != null) {
            otherwise.run();
        } else if (!foundNow(where, orderId, found)) {
            if (clock.nanoTime() < until) {
                clock.after(ON_ITS_WAY, () -> search(where, orderId, found, otherwise, until));
            } else {
                otherwise.run();
            }
        }
    }

    private boolean foundNow(String where, String orderId, Found found) {
        boolean[] there = new boolean[1];
        try {
            queue.drain(where, OrderQueue.Wanted.order(orderId), delivery -> {
                Dispatch dispatch = takenUp(delivery, where);
                if (dispatch != null && dispatches.addIfNew(dispatch)) {
                    there[0] = true;
                    found.found(dispatch, delivery);
                }
            });
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "order {0} cannot be looked for now: {1}", orderId, e.getMessage());
        }
        return there[0];
    }

    /** Takes an order that was found. */
    @FunctionalInterface
    interface Found {
        void found(Dispatch dispatch, OrderQueue.Delivery delivery);
    }
}
