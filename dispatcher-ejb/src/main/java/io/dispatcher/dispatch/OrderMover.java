package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.pipeline.Decision;
import io.dispatcher.dispatch.pipeline.DispatchPipeline;
import io.dispatcher.dispatch.pipeline.Turn;
import java.lang.System.Logger.Level;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Puts orders into queues: first, or again when their agent is gone. Thread-safe. */
final class OrderMover {
    private static final System.Logger LOG = System.getLogger(OrderMover.class.getName());

    private final OrderQueue queue;
    private final Dispatches dispatches;
    private final DispatchPipeline pipeline;
    private final AgentDirectory agents;
    private final OrderPreparation preparation;
    private final TravellingOrders orders;
    private final OtherNodes others;
    private final LongSupplier nanos;
    private volatile boolean mayBeForsaken;
    private volatile boolean mayBeRefused;

    OrderMover(
            OrderQueue queue,
            Dispatches dispatches,
            DispatchPipeline pipeline,
            AgentDirectory agents,
            OrderPreparation preparation,
            TravellingOrders orders,
            OtherNodes others,
            LongSupplier nanos) {
        this.queue = queue;
        this.dispatches = dispatches;
        this.pipeline = pipeline;
        this.agents = agents;
        this.preparation = preparation;
        this.orders = orders;
        this.others = others;
        this.nanos = nanos;
    }

    /** Carries out a decision that is not a refusal. */
    void enqueue(Dispatch dispatch, Decision decision) {
        if (decision instanceof Decision.Assigned assigned) {
            give(dispatch, assigned.address());
        } else if (decision instanceof Decision.Waits waits) {
            dispatch.unassigned(nanos.getAsLong(), waits.queue());
            send(dispatch, new Dispatch.Place(waits.queue(), null));
        }
    }

    private void give(Dispatch dispatch, PooledAddress address) {
        preparation.assign(dispatch, address);
        send(dispatch, new Dispatch.Place(OrderQueue.ofAgent(address.agentId()), address.address()));
    }

    /** A live one, and its message is held here: to the next queue. There are never two of what another node may take up. */
    void bring(Dispatch dispatch, Decision decision, OrderQueue.Delivery held) {
        if (!dispatch.ticket().travels()) {
            enqueue(dispatch, decision);
            held.acknowledge();
            return;
        }
        String from = dispatch.queue();
        String to = place(dispatch, decision);
        if (mayBeTaken(dispatch)) {
            dispatch.away();
        }
        if (!held.exchange(to, preparation.queued(dispatch), reason -> stays(dispatch, from))) {
            stays(dispatch, from);
        }
    }

    private void stays(Dispatch dispatch, @Nullable String from) {
        if (dispatch.waiting() && from != null) {
            dispatch.unassigned(nanos.getAsLong(), from);
        }
    }

    private String place(Dispatch dispatch, Decision decision) {
        if (decision instanceof Decision.Assigned assigned) {
            preparation.assign(dispatch, assigned.address());
            return OrderQueue.ofAgent(assigned.address().agentId());
        }
        String to = decision instanceof Decision.Waits waits
                ? waits.queue()
                : OrderQueue.waitingPlace(dispatch.request().selection());
        dispatch.unassigned(nanos.getAsLong(), to);
        return to;
    }

    private void send(Dispatch dispatch, Dispatch.Place to) {
        if (mayBeTaken(dispatch)) {
            dispatch.away();
        }
        queue.send(to.queue(), preparation.queued(dispatch, to.sourceAddress()), reason -> {
            dispatches.refused(dispatch, reason);
            mayBeRefused = true;
        });
    }

    /** What the broker refused is sent again while its time lasts, if it can be done twice and may have begun. */
    void sendRefused() {
        if (!mayBeRefused) {
            return;
        }
        mayBeRefused = false;
        for (Dispatch dispatch : dispatches.all()) {
            Dispatch.Place place = dispatch.refusedPlace();
            if (place != null) {
                send(dispatch, place);
            }
        }
    }

    /** Whether another node takes from the queue it is in. */
    private boolean mayBeTaken(Dispatch dispatch) {
        PooledAddress address = dispatch.address();
        return others.anyAlive() && (address == null || !agents.isHere(address.agentId()));
    }

    /** Agents or nodes have come or gone: what do other nodes have, or may take now. */
    void lookWhoIsAway() {
        long now = nanos.getAsLong();
        if (others.known() && others.anyAlive()) {
            for (Dispatch dispatch : dispatches.all()) {
                if (dispatch.gone(now)) {
                    leave(dispatch);
                } else if (mayBeTaken(dispatch)) {
                    dispatch.away();
                }
            }
        }
    }

    /** The agent is connected with another node: its orders, and answers to them, come there from now on. */
    void follow(String agentId) {
        ofAgent(agentId, dispatch -> {
            if (dispatch.byMessage()) {
                leave(dispatch);
            } else {
                dispatch.followsItsAgent();
                dispatch.away();
            }
        });
    }

    private void ofAgent(String agentId, Consumer<Dispatch> action) {
        for (Dispatch dispatch : dispatches.all()) {
            if (agentId.equals(dispatch.agentId())) {
                action.accept(dispatch);
            }
        }
    }

    private void leave(Dispatch dispatch) {
        if (dispatch.leave()) {
            dispatches.forget(dispatch);
        }
    }

    /**
     * The broker was away and may have lost what waited in it: all of that is sent once more. A copy is harmless where this node alone takes it, or what
     * it asks for can be done twice.
     */
    void sendAgain() {
        for (Dispatch dispatch : dispatches.all()) {
            Dispatch.Place place = dispatch.byMessage() ? null : dispatch.place();
            if (place != null && (!others.anyAlive() || dispatch.request().repeatable())) {
                send(dispatch, place);
            } else if (place == null && !dispatch.byMessage()) {
                dispatch.messageLost();
                mayBeForsaken = true;
            }
        }
    }

    /** What an agent had when the broker lost its message is in no queue when that agent dies. @param sinceNanos when it must have died by */
    void moveForsaken(long sinceNanos) {
        if (!mayBeForsaken) {
            return;
        }
        mayBeForsaken = false;
        for (Dispatch dispatch : dispatches.all()) {
            if (dispatch.forsaken(sinceNanos)) {
                dispatch.requeued(nanos.getAsLong(), "its agent is gone, and the broker lost it");
                place(dispatch, pipeline.select(dispatch.request().selection(), Turn.TAKE));
                send(dispatch, Objects.requireNonNull(dispatch.place()));
            }
            mayBeForsaken |= dispatch.isMessageLost();
        }
    }

    private static Failure notTaken(String reason) {
        return new Failure(FailureType.UNAVAILABLE, "the broker did not take it: " + reason);
    }

    /** For the first queue of a durable dispatch. It is kept in memory only where an agent will come to it soon. */
    PreparedMessage prepare(Dispatch dispatch, Decision decision, Acceptance acceptance) {
        String to = destined(dispatch, decision);
        return new PreparedMessage(to, preparation.queued(dispatch), new OrderQueue.Receipt() {
            @Override
            public void stored() {
                acceptance.accepted();
            }

            @Override
            public void refused(String reason) {
                drop(dispatch);
                acceptance.uncertain(notTaken(reason));
            }
        });
    }

    /** Told by message, and that is held here: to the next queue. What the broker refuses stays where it came from. */
    void move(Dispatch dispatch, Decision decision, OrderQueue.Delivery held) {
        String from = dispatch.queue();
        String to = destined(dispatch, decision);
        QueuedOrder order = preparation.queued(dispatch);
        if (!held.exchange(to, order, reason -> dropBack(dispatch, from, reason))) {
            dropBack(dispatch, from, "it went back");
        }
    }

    private void dropBack(Dispatch dispatch, @Nullable String from, String reason) {
        LOG.log(Level.DEBUG, "order {0} stays in {1}: {2}", dispatch.orderId(), from, reason);
        drop(dispatch);
    }

    private void drop(Dispatch dispatch) {
        if (dispatch.drop()) {
            dispatches.forget(dispatch);
        }
    }

    private String destined(Dispatch dispatch, Decision decision) {
        String to = place(dispatch, decision);
        PooledAddress address = dispatch.address();
        if (address != null && agents.isHere(address.agentId())) {
            dispatches.add(dispatch);
        } else {
            dispatches.forget(dispatch);
            dispatch.leftToOthers();
        }
        return to;
    }

    /** The agent takes nothing any more: what is not pinned to it and surely not begun, or repeatable, is selected again (D4). */
    void drain(String agentId) {
        String from = OrderQueue.ofAgent(agentId);
        queue.drain(from, OrderQueue.Wanted.UNPINNED, delivery -> {
            Dispatch known = dispatches.find(delivery.orderId());
            Dispatch dispatch = known != null ? known : orders.takenUp(delivery, from);
            if (dispatch == null || agents.isReady(agentId) || !dispatch.movable()) {
                return;
            }
            dispatch.requeued(nanos.getAsLong(), "agent " + agentId + " is gone");
            Selection selection = dispatch.request().selection();
            if (dispatch.byMessage()) {
                move(dispatch, pipeline.selectSoon(selection), delivery);
            } else {
                bring(dispatch, pipeline.select(selection, Turn.TAKE), delivery);
            }
        });
        if (others.anyAlive() && !agents.isHere(agentId)) {
            // What stays in its queue may be taken, or moved, by any node.
            ofAgent(agentId, dispatch -> {
                if (dispatch.byMessage() && dispatch.waiting()) {
                    leave(dispatch);
                }
            });
        }
    }
}
