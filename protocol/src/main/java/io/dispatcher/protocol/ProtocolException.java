package io.dispatcher.protocol;

/** The peer sent bytes that are no frames of this version; the channel is closed with {@link CloseCode#BAD_FRAME}. */
public final class ProtocolException extends Exception {
    public ProtocolException(String message) {
        super(message);
    }

    public ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
