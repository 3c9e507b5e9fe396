package io.dispatcher.events.rest;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.web.ProblemException;
import org.jspecify.annotations.Nullable;

/** What both ways to read the events ask. */
final class EventParameters {
    static final String SINCE = "since_id";

    private EventParameters() {}

    /** @throws ProblemException if it is no event's number */
    static long number(String name, @Nullable String text, long byDefault) {
        if (text == null) {
            return byDefault;
        }
        if (text.matches("\\d{1,18}")) {
            return Long.parseLong(text);
        }
        throw ProblemException.of(FailureType.INVALID_REQUEST, name + " must be the number of an event, or 0");
    }
}
