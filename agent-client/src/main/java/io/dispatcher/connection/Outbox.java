package io.dispatcher.connection;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Frames waiting for the one writer of a session: control frames first, then replies, then the bodies of large replies in turn, one DATA
 * frame each. How many replies can wait is bounded by the order book. Thread-safe.
 */
final class Outbox {
    /** A message is full here, unless its only frame is larger. */
    static final int MESSAGE_BYTES = 256 * 1024;

    // Kept free of replies while bodies wait, so that a flood of small replies cannot starve them.
    private static final int BODY_SHARE = 2 * (Frame.MAX_DATA_BYTES + Frame.HEADER_BYTES);
    private static final byte[] NOTHING = new byte[0];

    private final ArrayDeque<Frame> control = new ArrayDeque<>();
    private final ArrayDeque<Frame> replies = new ArrayDeque<>();
    private final ArrayDeque<Body> waitingBodies = new ArrayDeque<>();
    private final ArrayDeque<Body> bodies = new ArrayDeque<>();
    private boolean closed;

    private record Body(int stream, ByteBuffer rest) {}

    synchronized void control(Frame frame) {
        if (!closed) {
            control.add(frame);
            notifyAll();
        }
    }

    synchronized void reply(int stream, byte[] metadata, ByteBuffer body) {
        if (closed) {
            return;
        }
        boolean inline = body.remaining() <= Frame.MAX_DATA_BYTES;
        ByteBuffer first = inline ? body : ByteBuffer.wrap(NOTHING);
        int flags = inline ? 0 : Frame.MORE;
        replies.add(new Frame(FrameType.REPLY, flags, stream, 0, ByteBuffer.wrap(metadata), first));
        if (!inline) {
            waitingBodies.add(new Body(stream, body.duplicate()));
        }
        notifyAll();
    }

    /** No more frames; {@link #take} returns null from now on. */
    synchronized void close() {
        closed = true;
        control.clear();
        replies.clear();
        waitingBodies.clear();
        bodies.clear();
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return control.isEmpty() && replies.isEmpty() && bodies.isEmpty();
    }

    /**
     * Waits for frames and packs as many as fit into one message.
     *
     * @param buffer of {@link #MESSAGE_BYTES}; another one is returned only for a single larger frame
     * @return the message, flipped; null when closed
     */
    synchronized @Nullable ByteBuffer take(ByteBuffer buffer) throws InterruptedException {
        while (isEmpty() && !closed) {
            wait();
        }
        if (closed) {
            return null;
        }
        ByteBuffer out = fill(control, buffer.clear(), 0);
        out = fill(replies, out, bodies.isEmpty() ? 0 : BODY_SHARE);
        while (!bodies.isEmpty() && out.remaining() >= Frame.HEADER_BYTES + Frame.MAX_DATA_BYTES) {
            FrameCodec.encode(nextPiece(), out);
        }
        return out.flip();
    }

    private ByteBuffer fill(ArrayDeque<Frame> frames, ByteBuffer into, int keepFree) {
        ByteBuffer out = into;
        Frame next = frames.peek();
        while (next != null) {
            int length = next.encodedLength();
            if (length > out.remaining() - keepFree && out.position() > 0) {
                return out;
            }
            if (length > out.remaining()) {
                out = ByteBuffer.allocate(length);
            }
            FrameCodec.encode(frames.remove(), out);
            if (next.more()) {
                bodies.add(waitingBodies.remove());
            }
            next = frames.peek();
        }
        return out;
    }

    private Frame nextPiece() {
        Body body = bodies.remove();
        ByteBuffer rest = body.rest();
        int length = Math.min(rest.remaining(), Frame.MAX_DATA_BYTES);
        ByteBuffer piece = rest.slice(rest.position(), length);
        rest.position(rest.position() + length);
        boolean more = rest.hasRemaining();
        if (more) {
            bodies.add(body);
        }
        return new Frame(FrameType.DATA, more ? Frame.MORE : 0, body.stream(), 0, ByteBuffer.wrap(NOTHING), piece);
    }
}
