package io.dispatcher.events;

import io.dispatcher.history.StoredRecord;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Lets the hops of tunnelled requests be events up to a rate: beyond it only their ends are, and there is a hole in the numbers where the hops were.
 * Thread-safe.
 */
final class HopRate {
    /** What the log writes of them in a second, on average over the last one or two. */
    static final int REQUESTS_PER_SECOND = 300;

    /** Hops of a request that was answered: the size of the hole. */
    static final int USUAL_HOPS = 6;

    private static final System.Logger LOG = System.getLogger(HopRate.class.getName());
    private static final double MILLIS = 1_000;

    private final InstantSource clock;
    private final EventFigures figures;
    private double left = REQUESTS_PER_SECOND;
    private long filledMs;

    HopRate(InstantSource clock, EventFigures figures) {
        this.clock = clock;
        this.figures = figures;
        this.filledMs = clock.millis();
    }

    /** @return null: its hops are left out */
    @Nullable
    TunnelStory story(StoredRecord record) {
        TunnelStory story = null;
        if (taken()) {
            try {
                story = TunnelStory.of(record);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the hops of {0} are no events: {1}", record.id(), e.getMessage());
            }
        }
        if (story == null) {
            figures.leftOut(USUAL_HOPS);
        }
        return story;
    }

    private synchronized boolean taken() {
        long now = clock.millis();
        double filled = Math.max(0, now - filledMs) / MILLIS * REQUESTS_PER_SECOND;
        left = Math.min(REQUESTS_PER_SECOND, left + filled);
        filledMs = now;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
