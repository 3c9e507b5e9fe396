package io.dispatcher.cli;

/** A command could not do its work; the message says what and what to do. */
final class CommandFailure extends Exception {
    CommandFailure(String message) {
        super(message);
    }
}
