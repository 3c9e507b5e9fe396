package io.dispatcher.dispatch;

/**
 * A failure as a value.
 *
 * @param detail one or two sentences about this occurrence: what, which field or address, what to do; free of secrets
 */
public record Failure(FailureType type, String detail) {}
