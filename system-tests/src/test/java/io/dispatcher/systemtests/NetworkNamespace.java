package io.dispatcher.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A network of its own, with nothing in it but a loopback interface. Needs root; gone when closed. */
final class NetworkNamespace implements AutoCloseable {
    private final String name = "dispatcher-it-" + ProcessHandle.current().pid();

    private NetworkNamespace() {}

    static NetworkNamespace create() {
        NetworkNamespace namespace = new NetworkNamespace();
        call(List.of("ip", "netns", "add", namespace.name));
        return namespace;
    }

    /** What to put before a command that shall run inside. */
    List<String> command() {
        return List.of("ip", "netns", "exec", name);
    }

    /** Runs a command inside; fails the test if it fails. */
    void run(String... command) {
        List<String> line = new ArrayList<>(command());
        line.addAll(List.of(command));
        call(line);
    }

    private static void call(List<String> line) {
        try {
            Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", line) + ": " + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        call(List.of("ip", "netns", "delete", name));
    }
}
