package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the bytes of an order. Thread-safe. */
final class OrderPreparation {
    /** The broker may keep an order this much longer than its dispatcher wants it: clocks and sweeps differ. */
    private static final long BACKSTOP_MS = 5_000;

    private static final byte[] NO_TICKET = new byte[0];

    private final AgentDirectory agents;
    private final LongSupplier nanos;
    private final LongSupplier millis;

    OrderPreparation(AgentDirectory agents, LongSupplier nanos, LongSupplier millis) {
        this.agents = agents;
        this.nanos = nanos;
        this.millis = millis;
    }

    QueuedOrder queued(Dispatch dispatch, @Nullable String sourceAddress) {
        ExecuteRequest request = dispatch.request();
        Selection selection = request.selection();
        return new QueuedOrder(
                dispatch.orderId(),
                metadata(dispatch, sourceAddress, dispatch.attempts()),
                dispatch.ticket().travels() ? OrderTicket.write(dispatch) : NO_TICKET,
                request.body(),
                dispatch.durable(),
                selection.pinned(),
                selection.labelText(),
                timeToLiveMs(dispatch),
                request.priority(),
                null);
    }

    /** For the address it was given, if it was given one. */
    QueuedOrder queued(Dispatch dispatch) {
        PooledAddress address = dispatch.address();
        return queued(dispatch, address == null ? null : address.address());
    }

    /** An order that only its own node knows is ended by that one's clock, any other that waits by the broker's. */
    private long timeToLiveMs(Dispatch dispatch) {
        DispatchWaits waits = dispatch.waits();
        long waited = nanos.getAsLong() - dispatch.acceptedNanos();
        if (!dispatch.ticket().travels()) {
            return Math.max(1, (waits.queueNanos() - waited) / 1_000_000) + BACKSTOP_MS;
        }
        if (dispatch.inHand()) {
            return (waits.replyNanos() + waits.graceNanos()) / 1_000_000;
        }
        boolean forAnyAgentToCome = dispatch.address() == null && waited < waits.agentNanos();
        return Math.max(1, ((forAnyAgentToCome ? waits.agentNanos() : waits.queueNanos()) - waited) / 1_000_000);
    }

    /** Takes the address's turn into account from now on. */
    void assign(Dispatch dispatch, PooledAddress address) {
        address.began(millis.getAsLong());
        dispatch.assigned(address, nanos.getAsLong());
    }

    /** The address that an order taken up from its agent's queue was given, if the agent still has it. */
    void assignAsBefore(Dispatch dispatch, String agentId, byte[] queued) throws ProtocolException {
        String address = Wire.read(ByteBuffer.wrap(queued), WorkOrder.class).sourceAddress();
        if (address != null) {
            PooledAddress before =
                    agents.peek(new Selection(agentId, address, Map.of(), SelectionStrategy.ROUND_ROBIN, null));
            if (before != null) {
                dispatch.assignedElsewhere(before);
            }
        }
    }

    /**
     * What goes on the wire: as queued, unless the order waited for its agent without an address. Null while the agent has none to give: an
     * order never leaves from just any.
     */
    byte @Nullable [] finalMetadata(Dispatch dispatch, String agentId, byte[] queued) {
        if (dispatch.agentId() != null) {
            return queued;
        }
        Selection asked = dispatch.request().selection();
        PooledAddress address = agents.take(
                new Selection(agentId, asked.sourceAddress(), asked.labels(), asked.strategy(), asked.session()));
        if (address == null) {
            return asked.sourceAddress() == null ? null : queued;
        }
        assign(dispatch, address);
        return metadata(dispatch, address.address(), dispatch.attempts());
    }

    private static byte[] metadata(Dispatch dispatch, @Nullable String sourceAddress, int attempt) {
        ExecuteRequest request = dispatch.request();
        return Wire.write(new WorkOrder(
                dispatch.orderId(),
                attempt,
                sourceAddress != null ? sourceAddress : request.selection().sourceAddress(),
                request.method(),
                request.uri().toString(),
                request.headers(),
                (int) Math.max(1, request.timeout() * 1000),
                request.maxResponseBytes(),
                request.followRedirects(),
                request.verifyTls(),
                null,
                request.streams()));
    }
}
