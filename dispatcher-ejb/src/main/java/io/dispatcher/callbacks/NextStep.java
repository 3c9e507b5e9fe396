package io.dispatcher.callbacks;

import java.time.Duration;

/** What becomes of a callback that was taken. */
public sealed interface NextStep {
    /** Its receiver has it. */
    record Delivered() implements NextStep {}

    /** A try failed, another one follows. */
    record Again(Duration delay, String reason) implements NextStep {}

    /** Not tried: its receiver is busy with others. */
    record PutOff(Duration delay) implements NextStep {}

    /** No more tries. */
    record GivenUp(String reason) implements NextStep {}
}
