package io.dispatcher.icmp.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Running commands to their end. */
public final class Command {
    private Command() {}

    /** What it said, both streams; fails if the command fails. */
    public static String run(List<String> line) {
        return output(start(line), line);
    }

    public static String run(String... line) {
        return run(List.of(line));
    }

    public static boolean works(String... line) {
        try {
            run(line);
            return true;
        } catch (AssertionError failed) {
            return false;
        }
    }

    public static Process start(List<String> line) {
        try {
            return new ProcessBuilder(line).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(String.join(" ", line), e);
        }
    }

    /** Waits for the end. */
    public static String output(Process process, List<String> line) {
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            // fping ends with 1 if a target did not answer.
            if (status != 0 && !(status == 1 && said.contains("xmt/rcv/%loss"))) {
                throw new AssertionError(String.join(" ", line) + " ended with " + status + ": " + said);
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
            throw new AssertionError("interrupted", e);
        }
    }

    /** The first line that it says, byte by byte, so that the rest is left for {@link #output}. */
    public static String line(Process process) {
        StringBuilder line = new StringBuilder();
        try {
            for (int c = process.getInputStream().read();
                    c >= 0 && c != '\n';
                    c = process.getInputStream().read()) {
                line.append((char) c);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return line.toString();
    }

    /** A main class on this JVM's class path, with the heap and collector of an agent. */
    public static List<String> java(Class<?> main, List<String> jvmOptions, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx96m", "-Xmn16m", "-XX:+UseSerialGC"));
        line.addAll(jvmOptions);
        line.addAll(List.of("-cp", classPath(), main.getName()));
        line.addAll(List.of(arguments));
        return line;
    }

    /** Class path entries may be relative to the directory that we were started in. */
    private static String classPath() {
        return Stream.of(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(File.pathSeparator))
                .map(entry -> new File(entry).getAbsolutePath())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
