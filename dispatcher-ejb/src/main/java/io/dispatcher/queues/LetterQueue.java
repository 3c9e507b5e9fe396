package io.dispatcher.queues;

/** The last stops of messages. */
public enum LetterQueue {
    /** What could not be understood, routed or delivered. */
    DEAD,
    /** Copies of what expired; the oldest make room for new ones. */
    EXPIRED
}
