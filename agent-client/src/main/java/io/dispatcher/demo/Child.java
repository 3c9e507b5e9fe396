package io.dispatcher.demo;

import io.dispatcher.terminal.ProgressLine;
import io.dispatcher.terminal.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A running part of the demo. Thread-safe. */
final class Child {
    private static final long POLL_MILLIS = 50;
    private static final int SIGNALLED = 128;

    private final Part part;
    private final Process process;

    Child(Part part, Process process) {
        this.part = part;
        this.process = process;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Waits for a line of its output that begins with {@code prefix} and returns the rest of it.
     *
     * @throws DemoFailure if it ends before, or is not there within {@code bound}
     */
    String awaitLine(String prefix, Duration bound, ProgressLine progress) throws DemoFailure, InterruptedException {
        long deadline = System.nanoTime() + bound.toNanos();
        while (true) {
            // Asked before the output is read: what it said last is then in it.
            boolean alive = process.isAlive();
            Optional<String> line = output(!alive).stream()
                    .filter(text -> text.startsWith(prefix))
                    .findFirst();
            if (line.isPresent()) {
                return line.get().substring(prefix.length()).strip();
            }
            if (!alive) {
                throw ended();
            }
            if (System.nanoTime() > deadline) {
                throw new DemoFailure(
                        "the " + part.name() + " was not ready within " + bound.toSeconds() + " s", part.log());
            }
            progress.update("starting the " + part.name());
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Why it is no longer there: the signal that ended it, or the last words it said. */
    DemoFailure ended() {
        int code = process.exitValue();
        if (code > SIGNALLED) {
            return new DemoFailure("the " + part.name() + " was ended by signal " + (code - SIGNALLED), part.log());
        }
        List<String> said =
                output(true).stream().filter(line -> !line.contains(" ready ")).toList();
        String last = said.isEmpty() ? "" : ": " + Terminal.oneLine(said.get(said.size() - 1));
        return new DemoFailure(
                "the " + part.name() + " ended with exit code " + code
                        + last.replaceFirst("^: dispatcher [a-z]+: ", ": "),
                part.log());
    }

    /** Completes when it has ended. */
    CompletableFuture<Child> onEnd() {
        return process.onExit().thenApply(ended -> this);
    }

    /** Asks it to end (SIGTERM). */
    void terminate() {
        process.destroy();
    }

    /** Waits for its end; past {@code bound} it is killed, with what it started. */
    void awaitEnd(Duration bound) {
        try {
            if (process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    // A line still being written counts only where no more can come.
    private List<String> output(boolean all) {
        try {
            String text = new String(Files.readAllBytes(part.log()), StandardCharsets.UTF_8);
            return (all ? text : text.substring(0, text.lastIndexOf('\n') + 1))
                    .lines()
                    .filter(line -> !line.isBlank())
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
