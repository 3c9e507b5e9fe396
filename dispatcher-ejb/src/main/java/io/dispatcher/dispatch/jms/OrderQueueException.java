package io.dispatcher.dispatch.jms;

/** The broker did not do what it must always be able to do; the operation around it fails. */
public final class OrderQueueException extends RuntimeException {
    OrderQueueException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
