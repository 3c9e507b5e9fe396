package io.dispatcher.icmp;

/** A ping that was not begun: the engine is full or closed. The message says which, and which limit. */
public final class PingRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PingRefusedException(String message) {
        super(message);
    }
}
