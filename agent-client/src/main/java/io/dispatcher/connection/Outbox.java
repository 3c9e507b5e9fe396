package io.dispatcher.connection;

import io.dispatcher.protocol.Acknowledgement;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Wire;
import io.dispatcher.work.ReplyBody;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Frames waiting for the one writer of a session: control frames first, then replies, then the bodies of large replies that the node has room for, in turn, one DATA
 * frame each. An acknowledgement waits a moment for company and is left out when its reply is there first, which says as much. How many replies can wait is bounded by the order book. Thread-safe.
 */
final class Outbox {
    /** A message is full here, unless its only frame is larger. */
    static final int MESSAGE_BYTES = 256 * 1024;

    // Kept free of replies while bodies wait, so that a flood of small replies cannot starve them.
    private static final int BODY_SHARE = 2 * (Frame.MAX_DATA_BYTES + Frame.HEADER_BYTES);
    /** How long an acknowledgement waits at most: far below any wait for one. */
    private static final long ACK_DELAY_NANOS = 5_000_000;

    private static final byte[] NOTHING = new byte[0];

    /** Of frames that can be left out: so many wait at most. */
    private static final int OFFERED_BYTES = 4 * 1024 * 1024;

    private final ArrayDeque<Frame> control = new ArrayDeque<>();
    private final ArrayDeque<Frame> offered = new ArrayDeque<>();
    private int offeredBytes;
    /** By stream, what else is to be said; "" for nothing. */
    private final LinkedHashMap<Integer, String> acknowledgements = new LinkedHashMap<>();

    private final ArrayDeque<Reply> replies = new ArrayDeque<>();
    private final ArrayDeque<Body> bodies = new ArrayDeque<>();
    /** By stream, those that the node has not asked for yet. */
    private final Map<Integer, Body> heldBack = new HashMap<>();

    private long acknowledgeBy;
    private boolean closed;

    private record Reply(int stream, byte[] metadata, ReplyBody body) {
        boolean inline() {
            return body.size() <= Frame.MAX_DATA_BYTES;
        }

        int encodedLength() {
            return Frame.HEADER_BYTES + metadata.length + (inline() ? (int) body.size() : 0);
        }
    }

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

    /** Queues a frame that can be left out, unless too many bytes of such wait already; true once closed, when nobody wants it. */
    synchronized boolean offer(Frame frame) {
        if (closed) {
            return true;
        }
        if (offeredBytes > OFFERED_BYTES) {
            return false;
        }
        offered.add(frame);
        offeredBytes += frame.encodedLength();
        notifyAll();
        return true;
    }

    /** Tells soon that the order of this stream is in memory, unless its reply comes before. */
    synchronized void acknowledge(int stream, @Nullable String upstreamReqId) {
        if (closed) {
            return;
        }
        acknowledgements.put(stream, upstreamReqId == null ? "" : upstreamReqId);
        if (acknowledgements.size() == 1) {
            acknowledgeBy = System.nanoTime() + ACK_DELAY_NANOS;
            notifyAll();
        }
    }

    /** Queues a reply; its body is read when it is its turn. */
    synchronized void reply(int stream, byte[] metadata, ReplyBody body) {
        if (!closed) {
            acknowledgements.remove(stream);
            replies.add(new Reply(stream, metadata, body));
            notifyAll();
        }
    }

    /** The node has room for the body of this stream's reply. */
    synchronized void sendBody(int stream) {
        Body body = heldBack.remove(stream);
        if (body != null) {
            bodies.add(body);
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

    /** Sends no more of the reply of this stream; the node wants it no longer. */
    synchronized void abandon(int stream) {
        acknowledgements.remove(stream);
        replies.removeIf(reply -> reply.stream() == stream);
        bodies.removeIf(body -> body.stream == stream);
        heldBack.remove(stream);
    }

    /** No more frames; {@link #take} returns null from now on. */
    synchronized void close() {
        closed = true;
        control.clear();
        offered.clear();
        acknowledgements.clear();
        replies.clear();
        bodies.clear();
        heldBack.clear();
        notifyAll();
    }

    synchronized boolean isEmpty() {
        return acknowledgements.isEmpty() && heldBack.isEmpty() && nothingUrgent();
    }

    private boolean nothingUrgent() {
        return control.isEmpty() && offered.isEmpty() && replies.isEmpty() && bodies.isEmpty();
    }

    /**
     * Waits for frames and packs as many as fit into one message.
     *
     * @param buffer of {@link #MESSAGE_BYTES}; another one is returned only for a single larger frame
     * @return the message, flipped; null when closed
     */
    synchronized @Nullable ByteBuffer take(ByteBuffer buffer) throws InterruptedException {
        awaitFrames();
        if (closed) {
            return null;
        }
        ByteBuffer out = fillReplies(fillOffered(fillControl(buffer.clear())));
        while (!bodies.isEmpty() && out.remaining() >= Frame.HEADER_BYTES + Frame.MAX_DATA_BYTES) {
            Frame piece = nextPiece();
            if (piece != null) {
                FrameCodec.encode(piece, out);
            }
        }
        return out.flip();
    }

    private void awaitFrames() throws InterruptedException {
        while (nothingUrgent() && !closed) {
            long left = acknowledgements.isEmpty() ? Long.MAX_VALUE : acknowledgeBy - System.nanoTime();
            if (left <= 0) {
                return;
            }
            // At least one, because zero means for ever.
            wait(acknowledgements.isEmpty() ? 0 : left / 1_000_000 + 1);
        }
    }

    private ByteBuffer fillControl(ByteBuffer into) {
        acknowledgements.forEach((stream, upstreamReqId) -> control.add(acknowledgement(stream, upstreamReqId)));
        acknowledgements.clear();
        ByteBuffer out = into;
        while (!control.isEmpty() && fits(control.element().encodedLength(), out, 0)) {
            out = roomFor(control.element().encodedLength(), out);
            FrameCodec.encode(control.remove(), out);
        }
        return out;
    }

    private static Frame acknowledgement(int stream, String upstreamReqId) {
        return upstreamReqId.isEmpty()
                ? Frame.bare(FrameType.ACK, stream, 0)
                : Frame.of(FrameType.ACK, stream, Wire.write(new Acknowledgement(upstreamReqId)));
    }

    /** At most half of a message, so that replies find room beside a flood of these. */
    private ByteBuffer fillOffered(ByteBuffer into) {
        ByteBuffer out = into;
        while (!offered.isEmpty() && fits(offered.element().encodedLength(), out, MESSAGE_BYTES / 2)) {
            Frame frame = offered.remove();
            offeredBytes -= frame.encodedLength();
            out = roomFor(frame.encodedLength(), out);
            FrameCodec.encode(frame, out);
        }
        return out;
    }

    private ByteBuffer fillReplies(ByteBuffer into) {
        ByteBuffer out = into;
        int keepFree = bodies.isEmpty() ? 0 : BODY_SHARE;
        while (!replies.isEmpty() && fits(replies.element().encodedLength(), out, keepFree)) {
            Reply reply = replies.remove();
            out = roomFor(reply.encodedLength(), out);
            encode(reply, out);
        }
        return out;
    }

    // The first frame always fits: roomFor makes the room.
    private static boolean fits(int length, ByteBuffer out, int keepFree) {
        return out.position() == 0 || length <= out.remaining() - keepFree;
    }

    private static ByteBuffer roomFor(int length, ByteBuffer out) {
        return length <= out.remaining() ? out : ByteBuffer.allocate(length);
    }

    // Nothing is sent when the body is gone: the order was taken back or confirmed, nobody waits for it.
    private void encode(Reply reply, ByteBuffer out) {
        boolean inline = reply.inline();
        try {
            byte[] first = inline ? piece(reply.body(), 0) : NOTHING;
            FrameCodec.encode(
                    inline
                            ? Frame.of(FrameType.REPLY, 0, reply.stream(), 0, reply.metadata(), first)
                            : Frame.of(
                                    FrameType.REPLY,
                                    Frame.MORE,
                                    reply.stream(),
                                    (int) reply.body().size(),
                                    reply.metadata(),
                                    NOTHING),
                    out);
        } catch (IOException e) {
            return;
        }
        if (!inline) {
            heldBack.put(reply.stream(), new Body(reply.stream(), reply.body()));
        }
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
