package io.dispatcher.ping;

import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From where is pinged: an agent, or this coordinator. Thread-safe; nothing blocks. */
interface VantagePoint {
    /**
     * Begins.
     *
     * @param order at most {@link PingOrder#MOST_TARGETS}
     * @param sink told what happens, maybe before this returns
     * @return null if it cannot be told now; the sink hears nothing then
     */
    @Nullable
    Run start(PingOrder order, Sink sink);

    /** What was begun. */
    interface Run {
        /** Ends soon, with the summaries of what was done until then. Idempotent. */
        void cancel();
    }

    /** Hears what happens, one call at a time; nothing after {@link #ended} or {@link #lost}. Must not block. */
    interface Sink {
        void results(List<PingResult> results);

        void ended();

        /** Nothing more will be heard of it. */
        void lost(String why);
    }
}
