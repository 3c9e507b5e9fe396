package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.dispatch.pipeline.Decision;
import io.dispatcher.dispatch.pipeline.DispatchPipeline;
import io.dispatcher.dispatch.pipeline.Turn;
import java.util.function.LongSupplier;

/** Puts orders into queues: first, or again when their agent is gone. Thread-safe. */
final class OrderMover {
    private final OrderQueue queue;
    private final Dispatches dispatches;
    private final DispatchPipeline pipeline;
    private final AgentDirectory agents;
    private final OrderPreparation preparation;
    private final LongSupplier nanos;

    OrderMover(
            OrderQueue queue,
            Dispatches dispatches,
            DispatchPipeline pipeline,
            AgentDirectory agents,
            OrderPreparation preparation,
            LongSupplier nanos) {
        this.queue = queue;
        this.dispatches = dispatches;
        this.pipeline = pipeline;
        this.agents = agents;
        this.preparation = preparation;
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
            Dispatch.Place place = dispatch.place();
            if (place != null) {
                send(dispatch, place);
            }
        }
    }

    /** The agent takes nothing any more: what is not pinned to it and surely not begun, or repeatable, is selected again (D4). */
    void drain(String agentId) {
        queue.drain(OrderQueue.ofAgent(agentId), delivery -> {
            Dispatch dispatch = dispatches.find(delivery.orderId());
            if (dispatch == null) {
                delivery.acknowledge();
            } else if (!agents.isReady(agentId) && dispatch.movable()) {
                dispatch.requeued(nanos.getAsLong(), "agent " + agentId + " is gone");
                enqueue(dispatch, pipeline.select(dispatch.request().selection(), Turn.TAKE));
                delivery.acknowledge();
            }
        });
    }
}
