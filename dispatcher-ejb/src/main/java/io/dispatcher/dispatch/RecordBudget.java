package io.dispatcher.dispatch;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** So many records of the history a second, for what can be asked faster than any history is written; what is beyond is only counted. Thread-safe. */
public final class RecordBudget {
    private static final long SECOND_NANOS = 1_000_000_000;
    private static final int COUNT_BITS = 20;

    private final int perSecond;
    private final LongSupplier nanos;
    private final LongAdder leftOut = new LongAdder();

    /** Which second it is, and how many it has seen. */
    private final AtomicLong window = new AtomicLong();

    /** @param perSecond less than 2^20 */
    public RecordBudget(int perSecond, LongSupplier nanos) {
        this.perSecond = perSecond;
        this.nanos = nanos;
    }

    /** Asked first: there is room for this one. Counts it if not. */
    public boolean wanted() {
        long second = nanos.getAsLong() / SECOND_NANOS << COUNT_BITS;
        while (true) {
            long seen = window.get();
            long next = seen >> COUNT_BITS << COUNT_BITS == second ? seen + 1 : second + 1;
            if (next - second > perSecond) {
                leftOut.increment();
                return false;
            }
            if (window.compareAndSet(seen, next)) {
                return true;
            }
        }
    }

    /** Records left out since the start. */
    public long leftOut() {
        return leftOut.sum();
    }
}
