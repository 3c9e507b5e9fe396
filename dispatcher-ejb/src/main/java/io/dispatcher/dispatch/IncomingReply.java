package io.dispatcher.dispatch;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.WorkReply;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A reply whose body comes when there is room for it. Its owner guards it; room is asked for and left by any thread. */
final class IncomingReply {
    /** The most a request may ask for, and a frame beyond. */
    private static final int LONGEST = 65 * 1024 * 1024;
    /** A body, and what is told of it twice: while it is written, and as a whole. */
    private static final long COPIES = 3;

    private final WorkReply reply;
    private final int length;
    private final LongSupplier nanos;
    private volatile BodyRoom.@Nullable Place place;
    private volatile boolean asked;
    private volatile boolean left;
    private volatile long progress;
    private @Nullable ByteBuffer body;

    /** @throws ProtocolException for a length that no body can have */
    IncomingReply(WorkReply reply, int length, LongSupplier nanos) throws ProtocolException {
        if (length <= 0 || length > LONGEST) {
            throw new ProtocolException("a reply's body of " + length + " bytes is not between 1 and " + LONGEST);
        }
        this.reply = reply;
        this.length = length;
        this.nanos = nanos;
    }

    WorkReply reply() {
        return reply;
    }

    /** @param granted run once there is room, maybe before this returns and by any thread */
    void ask(BodyRoom room, Runnable granted) {
        BodyRoom.Place taken = room.ask(length * COPIES, () -> {
            progress = nanos.getAsLong();
            asked = true;
            granted.run();
        });
        place = taken;
        if (left) {
            taken.leave();
        }
    }

    void add(Frame frame) throws ProtocolException {
        if (!asked) {
            throw new ProtocolException("a reply's body came before it was asked for");
        }
        if (body == null) {
            body = ByteBuffer.allocate(length);
        }
        if (frame.body().remaining() > body.remaining()) {
            throw new ProtocolException("a reply's body is longer than the " + length + " bytes that were said");
        }
        body.put(frame.body());
        progress = nanos.getAsLong();
    }

    /** @throws ProtocolException if it is not all of it */
    void checkWhole() throws ProtocolException {
        if (Objects.requireNonNull(body).hasRemaining()) {
            throw new ProtocolException("a reply's body is shorter than the " + length + " bytes that were said");
        }
    }

    /** The whole body. */
    byte[] bytes() {
        return Objects.requireNonNull(body).array();
    }

    /** Whether it was asked for and nothing of it has come since. */
    boolean stalledSince(long thenNanos) {
        return asked && progress - thenNanos < 0;
    }

    /** Nobody wants it any more, or whoever does has it. */
    void leave() {
        left = true;
        BodyRoom.Place taken = place;
        if (taken != null) {
            taken.leave();
        }
    }
}
