package io.dispatcher.systemtests;

import java.util.Arrays;
import java.util.SplittableRandom;

/** A body of any length that only its key tells, so that neither side keeps it: read in order, or held against what came. For one thread. */
final class SeededBody {
    private static final int BLOCK = 64 * 1024;

    private final SplittableRandom random;
    private final byte[] block = new byte[BLOCK];
    private final byte[] expected = new byte[BLOCK];
    private int at = BLOCK;

    SeededBody(long key) {
        random = new SplittableRandom(key);
    }

    /** The next bytes of it. */
    void next(byte[] into, int length) {
        for (int done = 0; done < length; ) {
            if (at == BLOCK) {
                random.nextBytes(block);
                at = 0;
            }
            int part = Math.min(length - done, BLOCK - at);
            System.arraycopy(block, at, into, done, part);
            at += part;
            done += part;
        }
    }

    /** Whether these are the next bytes of it, at most 64 KiB. */
    boolean isNext(byte[] bytes, int length) {
        next(expected, length);
        return Arrays.equals(bytes, 0, length, expected, 0, length);
    }
}
