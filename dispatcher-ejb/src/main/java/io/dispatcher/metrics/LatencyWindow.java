package io.dispatcher.metrics;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Latencies of the last one to two turns (of 5 minutes if nothing else is said) in which there were any, as counts in buckets that are at most 3 % wide, from 1 microsecond to over
 * an hour. Thread-safe, no lock; a value recorded while the windows turn may land in either.
 */
public final class LatencyWindow {
    private static final int SUB_BITS = 5;
    private static final int SUB = 1 << SUB_BITS;
    private static final int BUCKETS = SUB * 29;
    private static final long TURN_NANOS = 300_000_000_000L;

    private final LongSupplier nanos;
    private final long turnNanos;
    private volatile AtomicLongArray current = new AtomicLongArray(BUCKETS);
    private volatile AtomicLongArray previous = new AtomicLongArray(BUCKETS);
    private volatile long turned;

    public LatencyWindow(LongSupplier nanos) {
        this(nanos, TURN_NANOS);
    }

    LatencyWindow(LongSupplier nanos, long turnNanos) {
        this.nanos = nanos;
        this.turnNanos = turnNanos;
        this.turned = nanos.getAsLong();
    }

    public void record(double milliseconds) {
        long now = nanos.getAsLong();
        if (now - turned > turnNanos) {
            turn(now);
        }
        current.incrementAndGet(bucket((long) (milliseconds * 1000)));
    }

    /**
     * Percentiles in milliseconds, in the order asked; zeros when nothing was recorded yet.
     *
     * @param shares 0 to 1, ascending
     */
    public double[] percentiles(double... shares) {
        AtomicLongArray newer = current;
        AtomicLongArray older = previous;
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += newer.get(i) + older.get(i);
        }
        double[] values = new double[shares.length];
        long seen = 0;
        int next = 0;
        for (int i = 0; i < BUCKETS && total > 0 && next < shares.length; i++) {
            seen += newer.get(i) + older.get(i);
            while (next < shares.length && seen >= Math.max(1, Math.ceil(shares[next] * total))) {
                values[next++] = middle(i) / 1000.0;
            }
        }
        return values;
    }

    private synchronized void turn(long now) {
        if (now - turned > turnNanos) {
            previous = current;
            current = new AtomicLongArray(BUCKETS);
            turned = now;
        }
    }

    /** Values below 32 one by one, then 32 buckets for every power of two. */
    static int bucket(long micros) {
        if (micros < SUB) {
            return (int) Math.max(0, micros);
        }
        int shift = 63 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
        return Math.min(BUCKETS - 1, ((shift + 1) << SUB_BITS) + (int) ((micros >>> shift) - SUB));
    }

    static double middle(int bucket) {
        if (bucket < SUB) {
            return bucket;
        }
        int shift = (bucket >>> SUB_BITS) - 1;
        long low = (long) (SUB + (bucket & (SUB - 1))) << shift;
        return low + ((1L << shift) - 1) / 2.0;
    }
}
