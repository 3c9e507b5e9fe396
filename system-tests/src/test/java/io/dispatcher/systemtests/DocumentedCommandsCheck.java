package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every command in the README's and the documents' {@code sh} blocks is run as it stands, against processes that the README's own commands
 * started ({@link DocumentationStage}); or it is one of {@link #NOT_RUN}, and then its options are ones its command has.
 * On demand (docs/README.md): some minutes.
 */
@Timeout(480)
class DocumentedCommandsCheck {
    private static final Path ROOT = BuildTree.root();

    /** What begins so is not run here, and why. */
    private static final Map<String, String> NOT_RUN = notRun();

    private static final Pattern SUBCOMMAND = Pattern.compile("(?:^|-- |\\./)dispatcher ((?:[a-z][a-z-]*(?:\\s|$))*)");
    private static final Pattern OPTION = Pattern.compile("(?<= )(--[a-z][a-z-]+)");
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    @TempDir
    Path directory;

    private static Map<String, String> notRun() {
        Map<String, String> reasons = new LinkedHashMap<>();
        reasons.put("./dispatcher test", "this is a part of it");
        reasons.put("./dispatcher demo", "stays up: its --once is the test below");
        reasons.put("./dispatcher top$", "needs a terminal: TopIT");
        reasons.put("./dispatcher top --server", "names another machine");
        reasons.put("ssh ", "needs another machine");
        reasons.put("\\./mvnw |mvn ", "a build inside the build");
        reasons.put(
                "docker |cd server-config/container|curl -s http://localhost:8000/api/tokens",
                "needs a container engine: ContainerFilesIT");
        reasons.put("kubectl ", "needs a cluster: ContainerFilesIT");
        reasons.put("apt |runuser |editor |systemctl ", "needs root and systemd: DebianPackageIT");
        reasons.put(
                "artemis |cp server-config/broker.xml|/var/lib/dispatcher-broker",
                "needs the distribution of Artemis: ExternalBrokerIT");
        reasons.put("asadmin ", "needs a Payara Server: system-tests/ear-on-payara-server");
        reasons.put("prometheus |prometheus-alertmanager ", "takes fixed ports: MonitoringIT runs both on free ones");
        reasons.put("benchmarks/run", "takes minutes, and measures");
        reasons.put("(\\./)?dispatcher coordinator .*--(db|broker)-url", "names a database or a broker: ClusterIT");
        reasons.put("./dispatcher load compare", "loads both engines for a minute: ServerSwitchesIT runs each");
        return reasons;
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
            List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
            return documents;
        }
    }

    private static boolean isRun(ShellBlocks.Command command) {
        return NOT_RUN.keySet().stream().noneMatch(start -> begins(command, start));
    }

    private static boolean begins(ShellBlocks.Command command, String start) {
        return Pattern.compile(start).matcher(bare(command.text())).lookingAt();
    }

    /** Without what only the reader reads. */
    private static String bare(String text) {
        return text.replaceAll("(?m)\\s+#.*$", "")
                .replaceAll("\\\\\\n\\s*", " ")
                .strip();
    }

    @Test
    void everyCommandThatCanRunHereDoesWhatItSays() throws IOException {
        List<String> failures = new ArrayList<>();
        int run = 0;
        try (DocumentationStage stage = new DocumentationStage(directory)) {
            for (Path document : documents()) {
                stage.open();
                for (ShellBlocks.Command command : ShellBlocks.of(document)) {
                    if (isRun(command)) {
                        run++;
                        stage.run(command)
                                .map(problem -> command.where() + "\n" + problem)
                                .ifPresent(failures::add);
                    }
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(run).isGreaterThan(50);
    }

    @Test
    void whatIsNotRunIsKnownAndItsOptionsAreThere() throws IOException {
        List<ShellBlocks.Command> commands = new ArrayList<>();
        for (Path document : documents()) {
            commands.addAll(ShellBlocks.of(document));
        }
        assertThat(NOT_RUN.keySet()).allSatisfy(start -> assertThat(commands)
                .as("nothing begins with " + start)
                .anyMatch(command -> begins(command, start)));
        try (Processes processes = new Processes(directory)) {
            Map<String, String> help = new TreeMap<>();
            for (ShellBlocks.Command command : commands) {
                Matcher words = SUBCOMMAND.matcher(bare(command.text()));
                if (!isRun(command) && words.find() && !words.group(1).startsWith("test")) {
                    String known = help.computeIfAbsent(words.group(1).strip(), name -> help(processes, name));
                    Matcher options = OPTION.matcher(bare(command.text()).substring(words.start()));
                    while (options.find()) {
                        assertThat(known).as(command.where()).contains(options.group(1));
                    }
                }
            }
        }
    }

    private static String help(Processes processes, String words) {
        List<String> line = new ArrayList<>(List.of(words.split(" ")));
        line.add("--help");
        FinishedProcess said = processes.run(line.toArray(String[]::new));
        assertThat(said.code()).as(words + said.err()).isZero();
        return said.out();
    }

    @Test
    void theDemoPrintsWhatTheReadmeShows() throws IOException {
        List<String> shown = Files.readAllLines(ROOT.resolve("README.md")).stream()
                .filter(line -> line.startsWith("#  AGENT") || line.startsWith("✓ "))
                .toList();
        assertThat(shown).hasSize(2);
        try (Processes processes = new Processes(directory)) {
            FinishedProcess demo = processes.run("demo", "--once", "--port", "0", "--data-dir", processes.path("demo"));
            assertThat(demo.code()).as(demo.err()).isZero();
            List<String> printed =
                    demo.out().lines().map(DocumentedCommandsCheck::shape).toList();
            assertThat(printed)
                    .containsAll(
                            shown.stream().map(DocumentedCommandsCheck::shape).toList());
        }
    }

    private static String shape(String line) {
        return DIGITS.matcher(line.strip().replaceAll("\\s+", " ")).replaceAll("0");
    }
}
