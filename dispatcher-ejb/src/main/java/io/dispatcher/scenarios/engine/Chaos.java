package io.dispatcher.scenarios.engine;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Faults that are made on purpose.
 *
 * @param failureRate of tries that are not sent at all, 0 to 1
 */
public record Chaos(int leastMs, int mostMs, double failureRate) {
    static final Chaos NONE = new Chaos(0, 0, 0);

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** What is done to one try. */
    public record Fault(int latencyMs, boolean failed) {}

    /**
     * The fault of one try, by nothing but these: whatever happened before, and whenever it is asked.
     *
     * @param place where it is made, among several; empty where there is one
     * @param attempt from 1
     */
    public Fault at(long seed, int row, int step, String place, int attempt) {
        long hash = mixed(mixed(mixed(mixed(FNV_OFFSET, seed), row), step), attempt);
        for (byte b : place.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ b) * FNV_PRIME;
        }
        SplittableRandom random = new SplittableRandom(hash);
        int latency = random.nextInt(leastMs, mostMs + 1);
        return new Fault(latency, random.nextDouble() < failureRate);
    }

    private static long mixed(long hash, long value) {
        long mixed = hash;
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            mixed = (mixed ^ (value >>> shift & 0xff)) * FNV_PRIME;
        }
        return mixed;
    }
}
