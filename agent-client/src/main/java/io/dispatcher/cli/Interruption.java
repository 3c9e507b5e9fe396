package io.dispatcher.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ctrl-C, or another signal that ends the process, as a way to end well: what runs is stopped and tells its result first. */
final class Interruption implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 5;

    private final Runnable stop;
    private final Thread hook = new Thread(this::interrupted, "interruption");
    private final CompletableFuture<Integer> result = new CompletableFuture<>();

    /** {@code stop}: called once, from another thread. */
    Interruption(Runnable stop) {
        this.stop = stop;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** All is told; this is the exit code. */
    int ended(int code) {
        result.complete(code);
        return code;
    }

    // A JVM that a signal ends exits with 128 and more, unless it is halted with another code.
    private void interrupted() {
        stop.run();
        int code = ExitCode.FAILURE;
        try {
            code = result.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // it hangs or it failed
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs already, and ends the process.
        }
    }
}
