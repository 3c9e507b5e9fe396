package io.dispatcher.api;

/** No coordinator could be reached, or it broke the connection; the message says which and why. */
public final class Unreachable extends Exception {
    public Unreachable(String message, Throwable cause) {
        super(message, cause);
    }
}
