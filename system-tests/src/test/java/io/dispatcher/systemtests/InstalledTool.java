package io.dispatcher.systemtests;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Commands that the machine must have ({@code dispatcher test} installs them); without one the test fails with its name. */
final class InstalledTool {
    private InstalledTool() {}

    /** Starts it with what it says in a file. */
    static Process start(Path output, String... command) {
        return start(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()), command[0]);
    }

    /** Runs it to its end, which must be a good one; what it said. */
    static String run(Path directory, String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        Process process =
                start(new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true), command);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(String.join(" ", line) + "\n" + said);
            }
            return said;
        } catch (IOException e) {
            throw new AssertionError(command + " was not heard", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    private static Process start(ProcessBuilder builder, String command) {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new AssertionError(
                    "cannot run " + command + ": 'dispatcher test' installs it, or says which package has it", e);
        }
    }
}
