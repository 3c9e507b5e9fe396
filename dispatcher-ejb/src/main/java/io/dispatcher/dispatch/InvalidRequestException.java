package io.dispatcher.dispatch;

/** A caller's input does not fit; names the field. */
public final class InvalidRequestException extends Exception {
    private final String field;

    /** @param field path of the member, {@code headers.X-A}; empty for the whole document */
    public InvalidRequestException(String field, String message) {
        super(field.isEmpty() ? message : field + ": " + message);
        this.field = field;
    }

    public String field() {
        return field;
    }

    public Failure failure() {
        return new Failure(FailureType.INVALID_REQUEST, String.valueOf(getMessage()));
    }
}
