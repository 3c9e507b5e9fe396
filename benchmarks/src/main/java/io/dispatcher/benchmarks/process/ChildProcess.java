package io.dispatcher.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A started process with everything below it: a launcher script that forks counts with what it forked. Output goes to a file
 * in the workspace. Closing sends TERM, waits, then KILL, always by pid. Safe for use by several threads.
 */
public final class ChildProcess implements AutoCloseable {
    private static final Duration TERM_GRACE = Duration.ofSeconds(8);
    private static final Duration POLL = Duration.ofMillis(20);

    private final String name;
    private final List<String> command;
    private final Process process;
    private final Path output;
    private final long startedNanos = System.nanoTime();
    private volatile double readySeconds;
    private volatile long restRssKib;

    ChildProcess(String name, List<String> command, Process process, Path output) {
        this.name = name;
        this.command = List.copyOf(command);
        this.process = process;
        this.output = output;
    }

    public String name() {
        return name;
    }

    /** Seconds from start to {@link #ready()}. */
    public double readySeconds() {
        return readySeconds;
    }

    /** Resident set in KiB when {@link #rest()} was called. */
    public long restRssKib() {
        return restRssKib;
    }

    public OutputStream stdin() {
        return process.getOutputStream();
    }

    public Path output() {
        return output;
    }

    public boolean alive() {
        return process.isAlive();
    }

    /** Notes that the process now serves. */
    public void ready() {
        readySeconds = (System.nanoTime() - startedNanos) / 1e9;
    }

    /** Notes the resident set of now as the one at rest. */
    public void rest() {
        restRssKib = rssKib();
    }

    /**
     * Waits until the output holds a line in which the pattern is found and calls {@link #ready()}.
     *
     * @throws IOException if the process ends or the time is over first; the message says which, with the last line of output
     */
    public Matcher awaitLine(Pattern pattern, Duration limit) throws IOException {
        Matcher found = awaitOutput(pattern, limit);
        ready();
        return found;
    }

    /** As {@link #awaitLine}, for a process that is ready already. */
    public Matcher awaitOutput(Pattern pattern, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean ended = !process.isAlive();
            Matcher found = find(pattern);
            if (found != null) {
                return found;
            }
            if (ended) {
                requireAlive();
            }
            if (System.nanoTime() > deadline) {
                throw new IOException(name + " did not answer in " + limit.toSeconds() + " s" + lastLine());
            }
            pause();
        }
    }

    /** @throws IOException with the process' last words if it has ended */
    public void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException(name + " ended with " + process.exitValue() + lastLine());
        }
    }

    /** Waits until the process has ended, but no longer than the limit. */
    public void awaitEnd(Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            pause();
        }
    }

    /** Blocks for one polling interval. */
    public static void pause() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private @Nullable Matcher find(Pattern pattern) throws IOException {
        try (BufferedReader reader = Files.newBufferedReader(output, StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                    return matcher;
                }
            }
        }
        return null;
    }

    /** The exception a JVM ended with, else the last line. */
    private String lastLine() throws IOException {
        try (Stream<String> lines = Files.lines(output, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> !line.isBlank())
                    .reduce((best, line) -> best.startsWith("Exception in thread") ? best : line)
                    .map(line -> ": " + line.strip())
                    .orElse(" and said nothing");
        }
    }

    /** CPU seconds used so far by the whole tree, ended and waited-for children included. */
    public double cpuSeconds() {
        return tree().mapToDouble(handle -> ProcFs.cpuSeconds(handle.pid())).sum();
    }

    /** Resident set in KiB of the whole tree; pages that its processes share count in each. */
    public long rssKib() {
        return tree().mapToLong(handle -> ProcFs.rssKib(handle.pid())).sum();
    }

    /** Command line of the largest process of the tree: what a launcher script finally ran. */
    public List<String> effectiveCommand() {
        return tree().max(Comparator.comparingLong(handle -> ProcFs.rssKib(handle.pid())))
                .map(handle -> ProcFs.arguments(handle.pid()))
                .filter(arguments -> !arguments.isEmpty())
                .orElse(command);
    }

    private Stream<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    @Override
    public void close() {
        // Listed before TERM: once the launcher is gone its children are nobody's descendants.
        List<ProcessHandle> handles = tree().toList();
        handles.get(0).destroy();
        if (!ended(handles.get(0))) {
            handles.get(0).destroyForcibly();
        }
        handles.forEach(ProcessHandle::destroy);
        for (ProcessHandle handle : handles) {
            if (!ended(handle)) {
                handle.destroyForcibly();
            }
        }
    }

    private static boolean ended(ProcessHandle handle) {
        try {
            handle.onExit().get(TERM_GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            return false;
        }
    }
}
