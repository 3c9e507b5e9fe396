package io.dispatcher.benchmarks.hops.websocket;

import java.nio.ByteBuffer;

/** Frames inside a binary message, any number of them: length (4 bytes, of what follows), id (8), payload. */
final class HopFrames {
    private HopFrames() {}

    /** Takes what is in one frame. */
    @FunctionalInterface
    interface Receiver {
        /** @param payload a view that is valid during the call only */
        void frame(long id, ByteBuffer payload);
    }

    static ByteBuffer frame(long id, byte[] payload) {
        return ByteBuffer.allocate(12 + payload.length)
                .putInt(8 + payload.length)
                .putLong(id)
                .put(payload)
                .flip();
    }

    static void each(ByteBuffer message, Receiver receiver) {
        while (message.hasRemaining()) {
            int length = message.getInt();
            long id = message.getLong();
            ByteBuffer payload = message.slice(message.position(), length - 8);
            message.position(message.position() + length - 8);
            receiver.frame(id, payload);
        }
    }
}
