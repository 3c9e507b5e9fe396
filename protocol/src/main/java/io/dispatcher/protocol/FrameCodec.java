package io.dispatcher.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Frames to bytes and back. Stateless and thread-safe; decoded buffers are slices of the message, nothing is copied. */
public final class FrameCodec {
    private FrameCodec() {}

    /** Appends the frame. The caller has made room: {@link Frame#encodedLength()}. */
    public static void encode(Frame frame, ByteBuffer out) {
        out.put((byte) Frame.VERSION)
                .put(frame.type().code())
                .putShort((short) frame.flags())
                .putInt(frame.stream())
                .putInt(frame.value())
                .putInt(frame.metadata().remaining())
                .putInt(frame.body().remaining())
                .put(frame.metadata().duplicate())
                .put(frame.body().duplicate());
    }

    /** One frame as one message. */
    public static ByteBuffer encode(Frame frame) {
        ByteBuffer out = ByteBuffer.allocate(frame.encodedLength());
        encode(frame, out);
        return out.flip();
    }

    /**
     * All frames of a message; none of an empty one, which only asks whether the peer is there.
     *
     * @throws ProtocolException if the bytes are not exactly frames of this version within the limits of {@link Frame}
     */
    public static List<Frame> decode(ByteBuffer message) throws ProtocolException {
        List<Frame> frames = new ArrayList<>(4);
        while (message.hasRemaining()) {
            frames.add(next(message));
        }
        return frames;
    }

    private static Frame next(ByteBuffer message) throws ProtocolException {
        if (message.remaining() < Frame.HEADER_BYTES) {
            throw new ProtocolException("a frame header is cut off: " + message.remaining() + " bytes");
        }
        int version = message.get();
        if (version != Frame.VERSION) {
            throw new ProtocolException("frame version " + version + " is not " + Frame.VERSION);
        }
        int code = message.get();
        FrameType type = FrameType.of(code);
        if (type == null) {
            throw new ProtocolException("unknown frame type " + code);
        }
        int flags = message.getShort();
        int stream = message.getInt();
        int value = message.getInt();
        int metadataLength = length(message.getInt(), Frame.MAX_METADATA_BYTES, "metadata");
        int bodyLength = length(message.getInt(), Frame.MAX_BODY_BYTES, "body");
        if (message.remaining() < metadataLength + bodyLength) {
            throw new ProtocolException("a " + type + " frame is cut off");
        }
        return new Frame(type, flags, stream, value, slice(message, metadataLength), slice(message, bodyLength));
    }

    private static int length(int length, int limit, String what) throws ProtocolException {
        if (length < 0 || length > limit) {
            throw new ProtocolException(what + " length " + Integer.toUnsignedString(length) + " is over " + limit);
        }
        return length;
    }

    private static ByteBuffer slice(ByteBuffer message, int length) {
        ByteBuffer slice = message.slice(message.position(), length);
        message.position(message.position() + length);
        return slice;
    }
}
