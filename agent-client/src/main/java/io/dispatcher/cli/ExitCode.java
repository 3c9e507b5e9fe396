package io.dispatcher.cli;

/** What the process' exit status means, the same for every command. */
final class ExitCode {
    static final int OK = 0;
    static final int USAGE = 1;
    static final int BAD_INPUT_FILE = 2;
    static final int FAILURE = 3;
    static final int ASSERTION = 4;

    private ExitCode() {}
}
