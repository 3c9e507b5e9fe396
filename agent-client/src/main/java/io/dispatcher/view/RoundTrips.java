package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;

/** Round trips in milliseconds, summed up as they come (Welford) or put together from sums. */
final class RoundTrips {
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double mean;
    /** Sum of squared differences from the mean. */
    private double squares;

    /** What a summary says of {@code count} round trips; nothing where it has no times. */
    static RoundTrips of(JsonNode summary, long count) {
        RoundTrips trips = new RoundTrips();
        if (count > 0 && summary.path("avg_ms").isNumber()) {
            trips.count = count;
            trips.min = summary.path("min_ms").asDouble();
            trips.max = summary.path("max_ms").asDouble();
            trips.mean = summary.path("avg_ms").asDouble();
            trips.squares = count * Math.pow(summary.path("stddev_ms").asDouble(), 2);
        }
        return trips;
    }

    void add(double ms) {
        RoundTrips one = new RoundTrips();
        one.count = 1;
        one.min = ms;
        one.max = ms;
        one.mean = ms;
        add(one);
    }

    void add(RoundTrips other) {
        if (other.count == 0) {
            return;
        }
        long together = count + other.count;
        double apart = other.mean - mean;
        squares += other.squares + apart * apart * count * other.count / together;
        mean += apart * other.count / together;
        count = together;
        min = Math.min(min, other.min);
        max = Math.max(max, other.max);
    }

    boolean none() {
        return count == 0;
    }

    double min() {
        return min;
    }

    double mean() {
        return mean;
    }

    double max() {
        return max;
    }

    double deviation() {
        return Math.sqrt(squares / count);
    }
}
