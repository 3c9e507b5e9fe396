package io.dispatcher.target;

import java.io.InputStream;
import java.util.Objects;

/** Bytes that look random and are the same every time. Not thread-safe. */
final class RandomBytes extends InputStream {
    private long left;
    private long state = 0x9E3779B97F4A7C15L;
    private long word;
    private int inWord;

    RandomBytes(long length) {
        this.left = length;
    }

    @Override
    public int read() {
        if (left == 0) {
            return -1;
        }
        left--;
        return next() & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, buffer.length);
        if (left == 0) {
            return length == 0 ? 0 : -1;
        }
        int count = (int) Math.min(length, left);
        for (int i = 0; i < count; i++) {
            buffer[offset + i] = next();
        }
        left -= count;
        return count;
    }

    private byte next() {
        if (inWord == 0) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            word = state;
            inWord = Long.BYTES;
        }
        byte value = (byte) word;
        word >>>= 8;
        inWord--;
        return value;
    }
}
