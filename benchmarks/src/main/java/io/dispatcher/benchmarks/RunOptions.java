package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.CommandLine;
import io.dispatcher.benchmarks.report.DocsSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all measurements have in common: where Dispatcher is, how it is started, and where the figures go. */
final class RunOptions {
    @Option(names = "--out", description = "file for the Markdown")
    private @Nullable Path out;

    @Option(names = "--update-docs", description = "put the Markdown into its section of docs/performance.md")
    private boolean updateDocs;

    /** Of the repository; {@code benchmarks/run} knows it. */
    private final Path root = Path.of(System.getProperty("benchmarks.root", ""));

    @Option(names = "--coordinator-option", description = "one more argument for ./dispatcher coordinator; repeatable")
    private List<String> coordinatorOptions = List.of();

    @Option(names = "--agent-option", description = "one more argument for ./dispatcher agent; repeatable")
    private List<String> agentOptions = List.of();

    Path root() {
        return root;
    }

    Path launcher() {
        return root.resolve("dispatcher");
    }

    List<String> coordinatorOptions() {
        return coordinatorOptions;
    }

    List<String> agentOptions() {
        return agentOptions;
    }

    static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    static void progress(String line) {
        System.err.println(line);
    }

    /** Nothing hangs for ever: past the limit the process ends, and the shutdown hook ends the peers. */
    static void endAfter(Duration limit) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(limit.toMillis());
                        System.err.println("benchmark failed: not done in " + limit.toMinutes() + " minutes");
                        System.exit(3);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "benchmark-limit");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /** Where and when, above the tables. */
    static List<String> header(String loadAverage, String options) {
        return List.of(Machine.date(Clock.systemUTC()), Machine.describe(), loadAverage, options);
    }

    CommandLine commandLine(Workspace workspace) {
        Map<Path, String> places = new LinkedHashMap<>();
        places.put(workspace.root(), "$TMP");
        places.put(root.toAbsolutePath().normalize(), ".");
        places.put(Path.of(System.getProperty("user.home")), "~");
        return new CommandLine(places);
    }

    /** @param section of the document */
    void publish(String section, String markdown) throws IOException {
        System.out.println(markdown);
        if (out != null) {
            Files.writeString(out, markdown);
        }
        if (updateDocs) {
            Path document = root.resolve("docs/performance.md");
            Files.writeString(document, DocsSection.replace(Files.readString(document), section, markdown));
        }
    }
}
