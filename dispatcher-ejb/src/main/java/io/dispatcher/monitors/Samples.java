package io.dispatcher.monitors;

import java.nio.ByteBuffer;

/** Samples as they are stored: four bytes each. */
final class Samples {
    private Samples() {}

    static byte[] encode(int[] samples) {
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Integer.BYTES);
        bytes.asIntBuffer().put(samples);
        return bytes.array();
    }

    static int[] decode(byte[] bytes) {
        int[] samples = new int[bytes.length / Integer.BYTES];
        ByteBuffer.wrap(bytes).asIntBuffer().get(samples);
        return samples;
    }
}
