package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.pty4j.PtyProcess;
import com.pty4j.PtyProcessBuilder;
import com.pty4j.WinSize;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jline.builtins.ScreenTerminal;

/**
 * A command of the product in a pseudo-terminal, with somebody who types and looks at the screen. A shell around it
 * tells the terminal's settings before and after. For one thread.
 */
final class PseudoTerminal implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int MOST = 8 * 1024 * 1024;
    // Ctrl-C goes to all in the terminal, and the shell has more to tell.
    private static final String SHELL = "trap : INT; stty -g; \"$@\"; echo \"exit code $?\"; stty -g; echo all told";

    private final PtyProcess process;
    private final ScreenTerminal screen;
    private final StringBuffer written = new StringBuffer();

    PseudoTerminal(Path directory, int columns, int rows, Map<String, String> environment, String... command)
            throws IOException {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "sh"));
        line.add(BuildTree.root().resolve("dispatcher").toString());
        line.addAll(List.of(command));
        Map<String, String> all = new HashMap<>(System.getenv());
        all.keySet().removeIf(key -> key.startsWith("DISPATCHER_") || key.equals("NO_COLOR") || key.startsWith("LC_"));
        all.putAll(Map.of("DISPATCHER_BUILD", "never", "TERM", "screen-256color", "LANG", "C.UTF-8"));
        all.putAll(environment);
        screen = new ScreenTerminal(columns, rows);
        process = new PtyProcessBuilder(line.toArray(String[]::new))
                .setEnvironment(all)
                .setDirectory(directory.toString())
                .setInitialColumns(columns)
                .setInitialRows(rows)
                .start();
        Thread reading = new Thread(this::read, "pseudo-terminal");
        reading.setDaemon(true);
        reading.start();
    }

    private void read() {
        char[] chunk = new char[8192];
        try (Reader in = new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)) {
            for (int n = in.read(chunk); n >= 0 && written.length() < MOST; n = in.read(chunk)) {
                String text = new String(chunk, 0, n);
                screen.write(text);
                written.append(text);
            }
        } catch (IOException e) {
            // The other end is closed: that is how it ends.
        }
    }

    /** What is on the screen now. */
    String screen() {
        return screen.toString();
    }

    /** Everything that was written so far, as it was. */
    String written() {
        return written.toString();
    }

    /** Waits until all these are on the screen at once. */
    PseudoTerminal shows(String... texts) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(screen())
                .contains(texts));
        return this;
    }

    /** Waits until none of these is on the screen. */
    PseudoTerminal shownNoMore(String... texts) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> assertThat(screen())
                .doesNotContain(texts));
        return this;
    }

    PseudoTerminal type(String keys) {
        try {
            process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void resize(int columns, int rows) {
        screen.setSize(columns, rows);
        process.setWinSize(new WinSize(columns, rows));
    }

    /** Sends SIGTERM to the command itself. */
    void terminate() {
        ProcessHandle shell = ProcessHandle.of(process.pid()).orElseThrow();
        shell.children().forEach(ProcessHandle::destroy);
    }

    /** Waits for the command's end, and for the terminal to be as it was before. */
    void restoredWithCode(int code) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(written()).contains("all told"));
        List<String> lines = written().lines().toList();
        String before = lines.get(0).strip();
        assertThat(before).as("settings before").contains(":");
        assertThat(lines).as(written()).anyMatch(line -> line.strip().endsWith("exit code " + code));
        assertThat(lines.get(lines.size() - 2).strip()).as("settings after").isEqualTo(before);
        String on = "\u001b[?1049h";
        assertThat(written().lastIndexOf("\u001b[?1049l"))
                .as("left the other screen")
                .isGreaterThan(written().indexOf(on));
        assertThat(written().lastIndexOf("\u001b[?25h"))
                .as("the cursor is back")
                .isGreaterThan(written().lastIndexOf("\u001b[?25l"));
    }

    @Override
    public void close() {
        ProcessHandle.of(process.pid()).ifPresent(shell -> shell.children().forEach(ProcessHandle::destroyForcibly));
        process.destroyForcibly();
    }
}
