package io.dispatcher.systemtests;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** One started process and what it wrote so far. Thread-safe. */
public final class RunningProcess {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final String LOG = "the reason is in ";
    private static final int LOG_LINES = 200;

    private final String command;
    private final Process process;
    private final Path out;
    private final Path err;

    RunningProcess(String command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** The first URL of the ready line. */
    public String url() {
        return url("http://");
    }

    /** The first URL of the ready line that begins like this. */
    String url(String scheme) {
        return line(" ready http://")
                .filter(line -> line.contains(scheme))
                .map(line -> line.substring(line.indexOf(scheme)).split(" ")[0])
                .orElseThrow(() -> new AssertionError(described("is not ready with " + scheme)));
    }

    /** Standard output so far. */
    public String out() {
        return read(out);
    }

    /** Standard error so far. */
    public String err() {
        return read(err);
    }

    /** Of the process itself: the launcher replaces itself by what it starts. */
    public long pid() {
        return process.pid();
    }

    /** True until it has ended. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Waits for a line of standard output with this text in it; fails at once when the process ends without it. */
    public String awaitLine(String text, Duration limit) {
        await(command)
                .atMost(limit)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> line(text).isPresent() || !process.isAlive());
        return line(text).orElseThrow(() -> new AssertionError(described("ended without \"" + text + "\"")));
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Sends SIGTERM and waits for the end. */
    public FinishedProcess stop() {
        terminate();
        return awaitEnd(STOP_LIMIT);
    }

    /** Sends SIGKILL and waits for the end; does nothing if it has ended. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd(STOP_LIMIT);
    }

    /** Sends a signal by its name. */
    void signal(String name) {
        try {
            int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new AssertionError(described("did not get the signal " + name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(described("did not get the signal " + name), e);
        }
    }

    /** Waits for the end; a process that does not end in time is killed and fails the test. */
    public FinishedProcess awaitEnd(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(described("has not ended in " + limit.toSeconds() + " s"));
            }
            return new FinishedProcess(process.exitValue(), out(), err());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(described("was not waited for"), e);
        }
    }

    /** The command, what is wrong with it and what it said, for the message of a failed test: its last word first, reports show one line only. */
    public String described(String what) {
        String said = err();
        String last = said.lines().reduce("", (before, line) -> line);
        String code = process.isAlive() ? "" : " (exit code " + process.exitValue() + ")";
        return "dispatcher " + command + " " + what + code + ": " + last + "\n--- stdout\n" + out() + "--- stderr\n"
                + said + log(last);
    }

    /** The end of the log that a failed start points at. */
    private static String log(String said) {
        int file = said.indexOf(LOG);
        if (file < 0) {
            return "";
        }
        List<String> lines =
                read(Path.of(said.substring(file + LOG.length()))).lines().toList();
        return "--- log\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    }

    /** The URL of the port of {@code --proxy} that is this upstream. */
    URI proxy(String upstream) {
        String ready = "proxy " + upstream + " ready ";
        return URI.create(line(ready)
                .orElseThrow(() -> new AssertionError(described("has no \"" + ready + "\"")))
                .replace(ready, "")
                .strip());
    }

    private Optional<String> line(String text) {
        return out().lines().filter(line -> line.contains(text)).findFirst();
    }

    private static String read(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
