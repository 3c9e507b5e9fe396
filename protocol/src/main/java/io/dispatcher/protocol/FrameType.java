package io.dispatcher.protocol;

import org.jspecify.annotations.Nullable;

/** The kinds of frame on the agent channel. The code is the byte on the wire and never changes meaning within a version. */
public enum FrameType {
    /** Agent to node, first: {@link Hello}. */
    HELLO(1),
    /** Node to agent, the answer to {@link #HELLO}: {@link Welcome}. */
    WELCOME(2),
    /** Agent to node: {@link Inventory}, whole, whenever it changes. */
    INVENTORY(3),
    /** Node to agent: {@link WorkOrder} and its body; value = milliseconds left until the order is worthless. */
    ORDER(4),
    /**
     * Agent to node: the order of this stream was noted and will be worked on. {@link Acknowledgement} for an upstream's, else no metadata. Left out
     * when the reply is there first.
     */
    ACK(5),
    /**
     * Agent to node: {@link WorkReply}; body inline, or, when {@link Frame#MORE} is set, by {@link #DATA} frames of the same stream after a
     * {@link #SEND_BODY}; value = the length of that body in bytes.
     */
    REPLY(6),
    /** Either way: a piece of a body, at most {@link Frame#MAX_DATA_BYTES}; the last one has no {@link Frame#MORE}. */
    DATA(7),
    /** Node to agent: stop working on the order of this stream; value = a {@link CancelReason} code. No reply is expected. */
    CANCEL(8),
    /** Node to agent: the reply is in safe hands, the agent may forget it: {@link OrderRef} (stream 0) or by stream. */
    CONFIRM(9),
    /** Either way, every {@link Welcome#heartbeatMs()}; value = orders in flight at the sender. */
    HEARTBEAT(10),
    /** Either way: no new orders please, those in flight will be finished. No metadata. */
    DRAIN(11),
    /** Node to agent: take orders again after a {@link #DRAIN}. No metadata. */
    RESUME(12),
    /** Node to agent: {@link PingOrder}. The stream is the node's number of it within one session, apart from those of orders. */
    PING(13),
    /** Agent to node: {@link PingResults} of the {@link #PING} of this stream; the last one has no {@link Frame#MORE}. */
    PINGED(14),
    /** Node to agent: stop the {@link #PING} of this stream; what is on its way may still come, up to the last {@link #PINGED}. No metadata. */
    PING_CANCEL(15),
    /** Agent to node: the answer to the order of this stream has begun, over a connection of its own ({@link BodyStreams}); {@link #REPLY} ends it. */
    ANSWERING(16),
    /** Node to agent: there is room for the body of this stream's {@link #REPLY}. No metadata. */
    SEND_BODY(17);

    private static final FrameType[] BY_CODE = new FrameType[18];

    static {
        for (FrameType type : values()) {
            BY_CODE[type.code] = type;
        }
    }

    private final byte code;

    FrameType(int code) {
        this.code = (byte) code;
    }

    public byte code() {
        return code;
    }

    /** The type with this code, or null when this version knows none. */
    public static @Nullable FrameType of(int code) {
        return code < 0 || code >= BY_CODE.length ? null : BY_CODE[code];
    }
}
