package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Makes the bytes of an order. Thread-safe. */
final class OrderPreparation {
    /** The broker may keep an order this much longer than its dispatcher wants it: clocks and sweeps differ. */
    private static final long BACKSTOP_MS = 5_000;

    private static final int PRIORITY = 4;

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
        long left = dispatch.waits().queueNanos() - (nanos.getAsLong() - dispatch.acceptedNanos());
        return new QueuedOrder(
                dispatch.orderId(),
                metadata(dispatch, sourceAddress, dispatch.attempts()),
                request.body(),
                selection.pinned(),
                selection.labelText(),
                Math.max(1, left / 1_000_000) + BACKSTOP_MS,
                PRIORITY);
    }

    /** Takes the address's turn into account from now on. */
    void assign(Dispatch dispatch, PooledAddress address) {
        address.began(millis.getAsLong());
        dispatch.assigned(address, nanos.getAsLong());
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
                null));
    }
}
