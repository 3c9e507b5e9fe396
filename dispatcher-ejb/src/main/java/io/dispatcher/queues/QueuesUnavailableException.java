package io.dispatcher.queues;

/** The broker does not do this now; it may later. */
public final class QueuesUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QueuesUnavailableException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
