package io.dispatcher.icmp;

import java.util.Arrays;
import org.HdrHistogram.PackedHistogram;
import org.jspecify.annotations.Nullable;

/** Round trips of one ping, as {@link PingEvent.RoundTrips} defines them, in bounded memory. */
public final class RttStatistics {
    /** Most pings have few answers: they need no histogram, and their percentiles are exact. */
    static final int EXACT = 128;

    private static final int FIRST_ROOM = 4;
    private static final int DIGITS = 3;

    private long[] samples = new long[0];
    private @Nullable PackedHistogram histogram;
    private int count;
    private long min = Long.MAX_VALUE;
    private long max;
    private double mean;
    /** Sum of squared differences from the mean (Welford). */
    private double squares;

    private long last;
    private double differences;

    public void add(long nanos) {
        if (count > 0) {
            differences += Math.abs(nanos - last);
        }
        last = nanos;
        min = Math.min(min, nanos);
        max = Math.max(max, nanos);
        keep(nanos);
        count++;
        double before = nanos - mean;
        mean += before / count;
        squares += before * (nanos - mean);
    }

    private void keep(long nanos) {
        if (count < EXACT) {
            if (count == samples.length) {
                samples = Arrays.copyOf(samples, Math.max(FIRST_ROOM, 2 * count));
            }
            samples[count] = nanos;
            return;
        }
        if (histogram == null) {
            histogram = new PackedHistogram(DIGITS);
            for (long sample : samples) {
                histogram.recordValue(sample);
            }
            samples = new long[0];
        }
        histogram.recordValue(nanos);
    }

    /** Null if there was no answer. */
    public PingEvent.@Nullable RoundTrips roundTrips() {
        if (count == 0) {
            return null;
        }
        return new PingEvent.RoundTrips(
                min,
                Math.round(mean),
                max,
                Math.round(Math.sqrt(squares / count)),
                count == 1 ? 0 : Math.round(differences / (count - 1)),
                percentile(50),
                percentile(95));
    }

    private long percentile(int percent) {
        if (histogram != null) {
            return Math.min(max, Math.max(min, histogram.getValueAtPercentile(percent)));
        }
        long[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100.0 * count);
        return sorted[Math.max(rank, 1) - 1];
    }
}
