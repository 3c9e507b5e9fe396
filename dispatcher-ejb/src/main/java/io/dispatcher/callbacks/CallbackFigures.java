package io.dispatcher.callbacks;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What became of callbacks since the start, for metrics. Thread-safe. */
public final class CallbackFigures {
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dead = new LongAdder();

    void count(NextStep step) {
        if (step instanceof NextStep.Delivered) {
            delivered.increment();
        } else if (step instanceof NextStep.Again) {
            failed.increment();
        } else if (step instanceof NextStep.GivenUp) {
            dead.increment();
        }
    }

    /** {@code delivered}, {@code failed} (tries that another one follows) and {@code dead}. */
    public Map<String, Long> byResult() {
        return Map.of("delivered", delivered.sum(), "failed", failed.sum(), "dead", dead.sum());
    }
}
