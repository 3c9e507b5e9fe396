package io.dispatcher.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The commands in the fenced {@code sh} blocks of a Markdown file, in their order. */
final class ShellBlocks {
    private static final String OPEN = "```sh";
    private static final String CLOSE = "```";

    private ShellBlocks() {}

    /**
     * One command, which may be of several lines.
     *
     * @param line where it begins
     * @param section the heading above it
     * @param text as it is written
     */
    record Command(Path file, int line, String section, String text) {
        String where() {
            return BuildTree.root().relativize(file) + ":" + line + ": " + text;
        }
    }

    /** Fails where bash cannot parse a block. */
    static List<Command> of(Path file) {
        List<Command> commands = new ArrayList<>();
        String section = "";
        StringBuilder open = new StringBuilder();
        boolean inside = false;
        int line = 0;
        int begin = 0;
        for (String text : lines(file)) {
            line++;
            if (!inside) {
                section = text.startsWith("#") ? text : section;
                inside = text.equals(OPEN);
                continue;
            }
            if (text.equals(CLOSE)) {
                if (!open.isEmpty()) {
                    throw new AssertionError(file + ":" + begin + " is no shell command: " + open);
                }
                inside = false;
                continue;
            }
            begin = open.isEmpty() ? line : begin;
            open.append(open.isEmpty() ? "" : "\n").append(text);
            if (complete(open.toString())) {
                String command = open.toString().strip();
                open.setLength(0);
                if (!command.isEmpty() && !command.startsWith("#")) {
                    commands.add(new Command(file, begin, section, command));
                }
            }
        }
        return commands;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean complete(String text) {
        if (text.endsWith("\\")) {
            return false;
        }
        try {
            return new ProcessBuilder("bash", "-n", "-c", text)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
