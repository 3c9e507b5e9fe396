package io.dispatcher.dispatch;

/** A caller's input does not fit; names the field. */
public final class InvalidRequestException extends Exception {
    private final FailureType type;
    private final String field;

    /** @param field path of the member, {@code headers.X-A}; empty for the whole document */
    public InvalidRequestException(String field, String message) {
        this(FailureType.INVALID_REQUEST, field, message);
    }

    /** More than is taken. */
    public static InvalidRequestException tooLarge(String message) {
        return new InvalidRequestException(FailureType.PAYLOAD_TOO_LARGE, "", message);
    }

    InvalidRequestException(FailureType type, String field, String message) {
        super(field.isEmpty() ? message : field + ": " + message);
        this.type = type;
        this.field = field;
    }

    public String field() {
        return field;
    }

    public Failure failure() {
        return new Failure(type, String.valueOf(getMessage()));
    }
}
