package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.pipeline.Decision;
import io.dispatcher.dispatch.pipeline.DispatchPipeline;
import io.dispatcher.dispatch.pipeline.Turn;
import java.lang.System.Logger.Level;
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
    private final DurableOrders orders;
    private final LongSupplier nanos;

    OrderMover(
            OrderQueue queue,
            Dispatches dispatches,
            DispatchPipeline pipeline,
            AgentDirectory agents,
            OrderPreparation preparation,
            DurableOrders orders,
            LongSupplier nanos) {
        this.queue = queue;
        this.dispatches = dispatches;
        this.pipeline = pipeline;
        this.agents = agents;
        this.preparation = preparation;
        this.orders = orders;
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

    void give(Dispatch dispatch, PooledAddress address) {
        preparation.assign(dispatch, address);
        send(dispatch, new Dispatch.Place(OrderQueue.ofAgent(address.agentId()), address.address()));
    }

    private void send(Dispatch dispatch, Dispatch.Place to) {
        queue.send(
                to.queue(),
                preparation.queued(dispatch, to.sourceAddress()),
                reason -> dispatches.refused(dispatch, reason));
    }

    /** The broker was away and may have lost what waited in it: all of that is sent once more. A copy is harmless. */
    void sendAgain() {
        for (Dispatch dispatch : dispatches.all()) {
            Dispatch.Place place = dispatch.durable() ? null : dispatch.place();
            if (place != null) {
                send(dispatch, place);
            }
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

    /** Durable, and its message is held here: to the next queue. What the broker refuses stays where it came from. */
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
        if (decision instanceof Decision.Assigned assigned) {
            preparation.assign(dispatch, assigned.address());
            dispatches.add(dispatch);
            return OrderQueue.ofAgent(assigned.address().agentId());
        }
        String to = decision instanceof Decision.Waits waits ? waits.queue() : OrderQueue.UNASSIGNED;
        dispatches.forget(dispatch);
        dispatch.unassigned(nanos.getAsLong(), to);
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
            if (dispatch.durable()) {
                move(dispatch, pipeline.selectSoon(selection), delivery);
            } else {
                enqueue(dispatch, pipeline.select(selection, Turn.TAKE));
                delivery.acknowledge();
            }
        });
    }
}
