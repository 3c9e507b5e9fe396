package io.dispatcher.callbacks;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one try came to. */
sealed interface Attempt {
    /** @param retryAfter what the receiver asked for, null if nothing */
    record Answered(int status, @Nullable Duration retryAfter) implements Attempt {}

    /** No answer. */
    record Failed(String reason) implements Attempt {}

    /** Not sent: the egress policy allows none of the receiver's addresses. */
    record Refused(String reason) implements Attempt {}
}
