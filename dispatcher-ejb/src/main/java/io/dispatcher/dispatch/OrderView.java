package io.dispatcher.dispatch;

import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as its message tells it, for people.
 *
 * @param accepted null, as all that follows, for one that only a node knew which is gone
 * @param attempts agents it was given to
 * @param hops what happened to it so far, in order
 */
public record OrderView(
        String requestId,
        String method,
        String url,
        @Nullable Instant accepted,
        @Nullable String caller,
        @Nullable Integer attempts,
        List<DispatchRecord.Hop> hops) {

    /** Null if the bytes are no order. */
    public static @Nullable OrderView of(byte[] metadata, byte[] ticket) {
        try {
            WorkOrder order = Wire.read(ByteBuffer.wrap(metadata), WorkOrder.class);
            if (order.orderId() == null || order.method() == null || order.url() == null) {
                return null;
            }
            OrderTicket story = ticket.length == 0 ? null : Wire.read(ByteBuffer.wrap(ticket), OrderTicket.class);
            return new OrderView(
                    order.orderId(),
                    order.method(),
                    order.url(),
                    story == null ? null : Instant.ofEpochMilli(story.acceptedMs()),
                    story == null ? null : story.caller(),
                    story == null ? null : story.attempts(),
                    story == null || story.hops() == null ? List.of() : story.hops());
        } catch (ProtocolException e) {
            return null;
        }
    }
}
