package io.dispatcher.connection;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.work.ReplyBody;
import java.io.IOException;
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

    private static final class Body {
        final int stream;
        final ReplyBody bytes;
        long sent;

        Body(int stream, ReplyBody bytes) {
            this.stream = stream;
            this.bytes = bytes;
        }
    }

    synchronized void control(Frame frame) {
        if (!closed) {
            control.add(frame);
            notifyAll();
        }
    }

    /** Queues a reply; one whose body cannot be read (it was released: the node took it back) is dropped. */
    void reply(int stream, byte[] metadata, ReplyBody body) {
        boolean inline = body.size() <= Frame.MAX_DATA_BYTES;
        byte[] first;
        try {
            first = inline ? piece(body, 0) : NOTHING;
        } catch (IOException e) {
            return;
        }
        Frame frame = Frame.of(FrameType.REPLY, inline ? 0 : Frame.MORE, stream, 0, metadata, first);
        synchronized (this) {
            if (closed) {
                return;
            }
            replies.add(frame);
            if (!inline) {
                waitingBodies.add(new Body(stream, body));
            }
            notifyAll();
        }
    }

    private static byte[] piece(ReplyBody body, long position) throws IOException {
        if (body.size() == position) {
            return NOTHING;
        }
        byte[] bytes = new byte[(int) Math.min(Frame.MAX_DATA_BYTES, body.size() - position)];
        body.read(position, ByteBuffer.wrap(bytes));
        return bytes;
    }

    /** Sends no more of the body of this stream; the node wants it no longer. */
    synchronized void abandon(int stream) {
        bodies.removeIf(body -> body.stream == stream);
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
            Frame piece = nextPiece();
            if (piece != null) {
                FrameCodec.encode(piece, out);
            }
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

    // Null when the body is gone: the order was taken back or confirmed, nobody waits for the rest.
    private @Nullable Frame nextPiece() {
        Body body = bodies.remove();
        try {
            byte[] piece = piece(body.bytes, body.sent);
            body.sent += piece.length;
            boolean more = body.sent < body.bytes.size();
            if (more) {
                bodies.add(body);
            }
            return Frame.of(FrameType.DATA, more ? Frame.MORE : 0, body.stream, 0, NOTHING, piece);
        } catch (IOException e) {
            return null;
        }
    }
}
