package io.dispatcher.dispatch;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.WorkReply;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reply whose body comes when there is room for it. Its owner guards it. */
final class IncomingReply {
    /** The most a request may ask for, and a frame beyond. */
    private static final int LONGEST = 65 * 1024 * 1024;
    /** A body, and what is told of it twice: while it is written, and as a whole. */
    private static final long COPIES = 3;

    private final WorkReply reply;
    private final int length;
    private BodyRoom.@Nullable Place place;
    private @Nullable ByteBuffer body;

    /** @throws ProtocolException for a length that no body can have */
    IncomingReply(WorkReply reply, int length) throws ProtocolException {
        if (length <= 0 || length > LONGEST) {
            throw new ProtocolException("a reply's body of " + length + " bytes is not between 1 and " + LONGEST);
        }
        this.reply = reply;
        this.length = length;
    }

    WorkReply reply() {
        return reply;
    }

    void ask(BodyRoom room, Runnable granted) {
        place = room.ask(length * COPIES, granted);
    }

    void add(Frame frame) throws ProtocolException {
        if (place == null || !place.held()) {
            throw new ProtocolException("a reply's body came before it was asked for");
        }
        if (body == null) {
            body = ByteBuffer.allocate(length);
        }
        if (frame.body().remaining() > body.remaining()) {
            throw new ProtocolException("a reply's body is longer than the " + length + " bytes that were said");
        }
        body.put(frame.body());
    }

    /** @throws ProtocolException if it is not all of it */
    byte[] bytes() throws ProtocolException {
        ByteBuffer whole = Objects.requireNonNull(body);
        if (whole.hasRemaining()) {
            throw new ProtocolException("a reply's body is shorter than the " + length + " bytes that were said");
        }
        return whole.array();
    }

    /** Nobody wants it any more, or whoever does has it. */
    void leave() {
        if (place != null) {
            place.leave();
        }
    }
}
