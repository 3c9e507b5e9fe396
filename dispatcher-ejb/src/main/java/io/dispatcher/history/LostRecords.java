package io.dispatcher.history;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts records that the history will lack, and says so in the log: at the first, then once a minute while more are lost. Thread-safe. */
final class LostRecords {
    private static final System.Logger LOG = System.getLogger(LostRecords.class.getName());
    private static final long SAY_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LongAdder count = new LongAdder();
    private final LongSupplier nanos;
    private final AtomicLong sayFrom;

    LostRecords(LongSupplier nanos) {
        this.nanos = nanos;
        this.sayFrom = new AtomicLong(nanos.getAsLong());
    }

    void add(long records, String why) {
        count.add(records);
        long from = sayFrom.get();
        long now = nanos.getAsLong();
        if (now - from >= 0 && sayFrom.compareAndSet(from, now + SAY_AGAIN_NANOS)) {
            LOG.log(
                    Level.WARNING,
                    "records are missing in the history, {0} since the start (http_dispatcher_history_dropped_total): {1}",
                    count.sum(),
                    why);
        }
    }

    /** Since the start. */
    long count() {
        return count.sum();
    }
}
