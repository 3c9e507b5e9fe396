package io.dispatcher.queues;

/** A dead letter cannot be taken away, or not go back: the message says why. */
public final class LetterStaysException extends Exception {
    private static final long serialVersionUID = 1L;

    public LetterStaysException(String message) {
        super(message);
    }
}
