package io.dispatcher.boot;

/** A start that ends here: one line for the operator and the exit code. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    static final int USAGE = 1;
    static final int RUNTIME = 3;

    private final int exitCode;

    private StartException(String line, int exitCode) {
        super(line);
        this.exitCode = exitCode;
    }

    static StartException usage(String line) {
        return new StartException(line, USAGE);
    }

    static StartException runtime(String line) {
        return new StartException(line, RUNTIME);
    }

    int exitCode() {
        return exitCode;
    }
}
