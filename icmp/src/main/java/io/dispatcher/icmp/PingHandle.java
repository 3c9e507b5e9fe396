package io.dispatcher.icmp;

/** A ping under way. */
public interface PingHandle {
    /** Ends it soon, with its summary as the last event. May be called at any time, by any thread, more than once. */
    void cancel();
}
