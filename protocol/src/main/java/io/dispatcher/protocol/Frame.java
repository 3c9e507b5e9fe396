package io.dispatcher.protocol;

import java.nio.ByteBuffer;

/**
 * One frame of the agent channel. A WebSocket binary message carries one frame or several in a row.
 *
 * <p>Header, {@value #HEADER_BYTES} bytes, big endian: version (1), type (1), flags (2), stream (4), value (4), metadata length (4), body
 * length (4); then metadata (CBOR), then the raw body.
 *
 * @param stream the node's number of an order within one session; 0 for frames about no order; negative: chosen by the agent, for replies
 *     to orders of an earlier session
 * @param value a number whose meaning the type gives, 0 if none
 * @param metadata CBOR, read by {@link Wire}; remaining bytes of the buffer
 * @param body raw bytes; remaining bytes of the buffer
 */
public record Frame(FrameType type, int flags, int stream, int value, ByteBuffer metadata, ByteBuffer body) {
    public static final String SUBPROTOCOL = "dispatcher.agent.v1";
    public static final int VERSION = 1;
    public static final int HEADER_BYTES = 20;
    /** Flag: {@link FrameType#DATA} frames of the same stream follow. */
    public static final int MORE = 1;

    /** A body up to this many bytes goes inline in its ORDER or REPLY frame. */
    public static final int MAX_DATA_BYTES = 64 * 1024;
    /** Largest metadata: header sections are bounded far below. */
    public static final int MAX_METADATA_BYTES = 512 * 1024;
    /** Largest body of one frame: an order carries its body whole (a broker message of at most 2 MiB). */
    public static final int MAX_BODY_BYTES = 2 * 1024 * 1024;
    /** Largest WebSocket message: the writer stops draining into one message well before. */
    public static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** A frame without metadata and body. */
    public static Frame bare(FrameType type, int stream, int value) {
        return new Frame(type, 0, stream, value, NOTHING.duplicate(), NOTHING.duplicate());
    }

    public static Frame of(FrameType type, int stream, byte[] metadata) {
        return new Frame(type, 0, stream, 0, ByteBuffer.wrap(metadata), NOTHING.duplicate());
    }

    public static Frame of(FrameType type, int flags, int stream, int value, byte[] metadata, byte[] body) {
        return new Frame(type, flags, stream, value, ByteBuffer.wrap(metadata), ByteBuffer.wrap(body));
    }

    public boolean more() {
        return (flags & MORE) != 0;
    }

    /** Bytes on the wire. */
    public int encodedLength() {
        return HEADER_BYTES + metadata.remaining() + body.remaining();
    }

    public byte[] bodyBytes() {
        byte[] bytes = new byte[body.remaining()];
        body.duplicate().get(bytes);
        return bytes;
    }
}
