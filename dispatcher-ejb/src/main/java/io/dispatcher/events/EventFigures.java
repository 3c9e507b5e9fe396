package io.dispatcher.events;

import java.util.concurrent.atomic.LongAdder;

/** What this node did for the event log since its start, for metrics. Thread-safe. */
public final class EventFigures {
    private final LongAdder numbered = new LongAdder();
    private final LongAdder published = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final LongAdder leftOut = new LongAdder();

    void numbered(long events) {
        numbered.add(events);
    }

    public void published(long events) {
        published.add(events);
    }

    public void dropped(long events) {
        dropped.add(events);
    }

    void leftOut(long events) {
        leftOut.add(events);
    }

    void lost(long events) {
        lost.add(events);
    }

    /** Events that got their number and were kept. */
    public long numbered() {
        return numbered.sum();
    }

    /** Those that went to the topic while somebody subscribed to it. */
    public long published() {
        return published.sum();
    }

    /** Those that its subscribers miss, because it was full: they see a hole in the numbers. */
    public long dropped() {
        return dropped.sum();
    }

    /** Hops of tunnelled requests whose numbers are a hole, because there were too many. */
    public long leftOut() {
        return leftOut.sum();
    }

    /** What never got a number, because too much happened before it could be told. */
    public long lost() {
        return lost.sum();
    }
}
