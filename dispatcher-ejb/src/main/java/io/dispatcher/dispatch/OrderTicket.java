package io.dispatcher.dispatch;

import io.dispatcher.agents.selection.Selection;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an order carries beside the work itself, so that a node which has never heard of it can go on with it: as it is written into the message.
 * Durations in seconds.
 *
 * @param origin the node that waits for a live one's outcome; null for durable ones
 * @param assigned an agent was ready for it when it was queued
 */
record OrderTicket(
        int version,
        String kind,
        long acceptedMs,
        @Nullable String caller,
        @Nullable String replayOf,
        @Nullable String origin,
        double ttl,
        @Nullable Double agentWait,
        @Nullable Double ackWait,
        @Nullable Double replyWait,
        @Nullable String agentId,
        @Nullable String sourceAddress,
        Map<String, String> labels,
        String strategy,
        @Nullable String session,
        boolean redeliver,
        int priority,
        @Nullable Map<String, String> notices,
        int attempts,
        boolean assigned,
        List<DispatchRecord.Hop> hops) {
    private static final int VERSION = 1;

    static byte[] write(Dispatch dispatch) {
        DispatchTicket ticket = dispatch.ticket();
        ExecuteRequest request = ticket.request();
        Selection selection = request.selection();
        return Wire.write(new OrderTicket(
                VERSION,
                ticket.kind().tag(),
                ticket.accepted().toEpochMilli(),
                ticket.caller(),
                ticket.replayOf() == null ? null : ticket.replayOf().toString(),
                ticket.origin(),
                request.ttl(),
                request.agentWait(),
                request.ackWait(),
                request.replyWait(),
                selection.agentId(),
                selection.sourceAddress(),
                selection.labels(),
                selection.strategy().tag(),
                selection.session(),
                request.redeliver(),
                request.priority(),
                ticket.notices(),
                dispatch.attemptsSoFar(),
                dispatch.address() != null,
                dispatch.hops()));
    }

    /**
     * @param knownSince what was accepted later and not assigned would be known here had an agent got it; null: no agent can have got it
     * @throws ProtocolException if it is not an order ticket of this version
     */
    static DispatchTicket read(
            OrderQueue.Delivery delivery,
            @Nullable Instant knownSince,
            DispatchWaits.Defaults waits,
            DispatchClock clock)
            throws ProtocolException {
        OrderTicket ticket = Wire.read(ByteBuffer.wrap(delivery.ticket()), OrderTicket.class);
        WorkOrder order = Wire.read(ByteBuffer.wrap(delivery.metadata()), WorkOrder.class);
        if (ticket.version != VERSION) {
            throw new ProtocolException("order ticket of version " + ticket.version);
        }
        if ((ticket.notices == null) == (ticket.origin == null)) {
            throw new ProtocolException("order ticket with no or two readers of its outcome");
        }
        try {
            ExecuteRequest request = ticket.request(order, delivery.body());
            Instant accepted = Instant.ofEpochMilli(ticket.acceptedMs);
            return new DispatchTicket(
                    UUID.fromString(order.orderId()),
                    DispatchKind.of(ticket.kind),
                    request,
                    ticket.caller,
                    ticket.replayOf == null ? null : UUID.fromString(ticket.replayOf),
                    DispatchWaits.of(request, waits),
                    accepted,
                    clock.nanoTime() - (clock.millis() - ticket.acceptedMs) * 1_000_000,
                    ticket.notices,
                    ticket.origin,
                    ticket.attempts,
                    knownSince != null && (ticket.assigned || accepted.isBefore(knownSince)),
                    ticket.hops);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("order ticket: " + e.getMessage(), e);
        }
    }

    private ExecuteRequest request(WorkOrder order, byte[] body) throws ProtocolException {
        SelectionStrategy known = SelectionStrategy.of(strategy);
        if (known == null) {
            throw new ProtocolException("order ticket with strategy " + strategy);
        }
        return new ExecuteRequest(
                URI.create(order.url()),
                order.method(),
                order.headers(),
                body,
                order.timeoutMs() / 1000.0,
                ttl,
                new Selection(agentId, sourceAddress, labels, known, session, WorkOrder.upstream(order.url())),
                order.followRedirects(),
                order.verifyTls(),
                order.maxResponseBytes(),
                redeliver,
                agentWait,
                ackWait,
                replyWait,
                priority,
                order.streams());
    }
}
