package io.dispatcher.monitor.model;

import java.time.Instant;

/** How the coordinator answers, since when, and what is wrong where it does not. */
public record Link(State state, Instant since, String reason) {
    /** Whether it answers. */
    public enum State {
        LIVE,
        /** It answers, but its events do not come: the history is asked instead. */
        WITHOUT_EVENTS,
        LOST
    }

    /** This, or the new state with its time where it is another one. */
    public Link now(State next, Instant at, String why) {
        return next == state ? new Link(state, since, why) : new Link(next, at, why);
    }
}
