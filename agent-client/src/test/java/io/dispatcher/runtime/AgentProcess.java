package io.dispatcher.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A real agent process. */
final class AgentProcess implements AutoCloseable {
    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();

    AgentProcess(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.dispatcher.cli.Main",
                "agent"));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).start();
        collect(process.inputReader(), out);
        collect(process.errorReader(), err);
    }

    private static void collect(BufferedReader from, List<String> lines) {
        Thread thread = new Thread(() -> from.lines().forEach(lines::add));
        thread.setDaemon(true);
        thread.start();
    }

    List<String> out() {
        return out;
    }

    List<String> err() {
        return err;
    }

    void terminate() {
        process.destroy();
    }

    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int exit() throws InterruptedException {
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("the agent did not end: " + err);
        }
        return process.exitValue();
    }

    @Override
    public void close() throws Exception {
        kill();
    }
}
