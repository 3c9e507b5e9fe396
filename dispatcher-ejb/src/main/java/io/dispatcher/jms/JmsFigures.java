package io.dispatcher.jms;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.LongAdder;

/** Counts since the start, for the metrics. Thread-safe. */
@ApplicationScoped
public class JmsFigures {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder expired = new LongAdder();
    private final LongAdder replies = new LongAdder();
    private final LongAdder undeliverable = new LongAdder();

    void accepted() {
        accepted.increment();
    }

    void refused() {
        refused.increment();
    }

    void expired() {
        expired.increment();
    }

    void replied() {
        replies.increment();
    }

    void undeliverable() {
        undeliverable.increment();
    }

    /** Requests that were understood in time. */
    public long requestsAccepted() {
        return accepted.sum();
    }

    /** Messages that became dead letters instead. */
    public long requestsRefused() {
        return refused.sum();
    }

    /** Requests whose time was over before they were read. */
    public long requestsExpired() {
        return expired.sum();
    }

    /** Replies that were given to the broker. */
    public long replies() {
        return replies.sum();
    }

    /** Replies that became dead letters: their queue was gone or full. */
    public long repliesUndeliverable() {
        return undeliverable.sum();
    }
}
