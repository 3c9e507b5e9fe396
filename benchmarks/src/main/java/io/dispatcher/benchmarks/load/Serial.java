package io.dispatcher.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** A place in a request where each one sent has another text, never used before by anybody. Not thread-safe. */
public final class Serial {
    private static final int DIGITS = 16;
    private static final int RUN = 36;

    /** Stands in the request where the text will be. */
    static final String PLACE = "#".repeat(RUN + 1 + DIGITS);

    private final int offset;
    private final byte[] text = (UUID.randomUUID() + "-" + "0".repeat(DIGITS)).getBytes(StandardCharsets.US_ASCII);
    private long next;

    private Serial(int offset) {
        this.offset = offset;
    }

    /** @throws IllegalArgumentException if it has no {@link #PLACE} */
    static Serial in(byte[] request) {
        int place = new String(request, StandardCharsets.ISO_8859_1).indexOf(PLACE);
        if (place < 0) {
            throw new IllegalArgumentException("no place for a serial number");
        }
        return new Serial(place);
    }

    /** Writes the next one. */
    void write(ByteBuffer request) {
        long rest = next++;
        for (int digit = text.length - 1; rest != 0; digit--) {
            text[digit] = (byte) Character.forDigit((int) (rest & 15), 16);
            rest >>>= 4;
        }
        request.put(offset, text);
    }
}
