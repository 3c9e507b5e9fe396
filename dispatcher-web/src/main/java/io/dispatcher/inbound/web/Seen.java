package io.dispatcher.inbound.web;

import java.io.ByteArrayOutputStream;

/** The beginning of what passes, and how much it is. For one thread. */
final class Seen {
    private static final int MOST = 64 * 1024;

    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private long bytes;

    void pass(byte[] data, int from, int length) {
        kept.write(data, from, Math.min(length, MOST - kept.size()));
        bytes += length;
    }

    byte[] kept() {
        return kept.toByteArray();
    }

    long bytes() {
        return bytes;
    }
}
