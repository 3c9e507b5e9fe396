package io.dispatcher.config;

/** Tells the launcher in one line why this application cannot start; the deployment then fails with the same line. */
public final class StartFailure extends RuntimeException {
    /** System property the launcher prints when the deployment failed. */
    public static final String PROPERTY = "dispatcher.start-failure";

    private static final long serialVersionUID = 1L;

    private StartFailure(String line, Throwable cause) {
        super(line, cause);
    }

    /** Publishes the line (the first one wins: it is the cause of the others) and gives the exception to throw. */
    public static StartFailure because(String line, Throwable cause) {
        String oneLine = line.replaceAll("\\s*[\\r\\n]+\\s*", " ");
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, oneLine);
        }
        return new StartFailure(oneLine, cause);
    }
}
