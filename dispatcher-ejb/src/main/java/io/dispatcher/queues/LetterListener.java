package io.dispatcher.queues;

/** Hears of what was done to dead letters by a command to this node. */
public interface LetterListener {
    /** One went back to where it came from. */
    void retried(Letter letter);

    /** So many did. */
    void retried(long letters);

    void discarded(LetterId letter);

    /** So many were. */
    void discarded(long letters);
}
