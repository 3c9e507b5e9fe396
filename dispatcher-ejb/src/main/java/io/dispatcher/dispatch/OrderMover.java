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
            send(dispatch, waits.queue(), preparation.queued(dispatch, null));
        }
    }

    void give(Dispatch dispatch, PooledAddress address) {
        preparation.assign(dispatch, address);
        send(dispatch, OrderQueue.ofAgent(address.agentId()), preparation.queued(dispatch, address));
    }

    private void send(Dispatch dispatch, String to, QueuedOrder order) {
        queue.send(to, order, reason -> dispatches.end(dispatch, refused(dispatch, reason)));
    }

    private static Outcome refused(Dispatch dispatch, String reason) {
        return dispatch.possiblyBegun()
                ? Outcome.failed(
                        FailureType.AGENT_LOST,
                        "an agent was lost after it may have begun, and the broker did not take it for another: "
                                + reason)
                : Outcome.failed(FailureType.UNAVAILABLE, "the broker did not take it: " + reason);
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
