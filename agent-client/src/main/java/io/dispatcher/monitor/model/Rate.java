package io.dispatcher.monitor.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** How fast a counter grows, over the last minute of being looked at. Not thread-safe. */
public final class Rate {
    private static final int KEPT = 60;
    private static final int AVERAGED = 5;
    private static final double NANOS = 1e9;

    private final Deque<Double> perSecond = new ArrayDeque<>();
    private long last = -1;
    private long lastNanos;

    /** The counter's value at a point of {@link System#nanoTime}. */
    public void at(long value, long nanos) {
        // A counter that went back belongs to a process that was started since: it says nothing yet.
        if (last >= 0 && value >= last && nanos > lastNanos) {
            perSecond.addLast((value - last) * NANOS / (nanos - lastNanos));
            if (perSecond.size() > KEPT) {
                perSecond.removeFirst();
            }
        }
        last = value;
        lastNanos = nanos;
    }

    /** A second, averaged over the last few. */
    public double now() {
        return perSecond.stream()
                .skip(Math.max(0, perSecond.size() - AVERAGED))
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }

    /** The last minute, oldest first. */
    public List<Double> series() {
        return List.copyOf(perSecond);
    }
}
