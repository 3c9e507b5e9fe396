package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.hops.BrokerHopMain;
import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.peers.CrankerPeer;
import io.dispatcher.benchmarks.peers.DirectPeer;
import io.dispatcher.benchmarks.peers.DispatcherPeer;
import io.dispatcher.benchmarks.peers.HopPeer;
import io.dispatcher.benchmarks.peers.NginxPeer;
import io.dispatcher.benchmarks.peers.Peer;
import io.dispatcher.benchmarks.peers.WebSocketHopPeer;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.Cell;
import io.dispatcher.benchmarks.report.CommandLine;
import io.dispatcher.benchmarks.report.DocsSection;
import io.dispatcher.benchmarks.report.Report;
import io.dispatcher.benchmarks.report.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the benchmark, and the composition of a run. Exit codes: 0 measured, 1 usage, 3 a peer failed. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 3,
        description = "Measures Dispatcher's full chain beside its peers, on loopback, with real processes.")
public final class BenchmarkCommand implements Callable<Integer> {
    @Option(
            names = "--peers",
            split = ",",
            description = "direct, nginx, cranker, dispatcher, broker-hop, websocket-hop; measured in this order")
    private List<String> peers = List.of("direct", "nginx", "cranker", "dispatcher", "broker-hop", "websocket-hop");

    @Option(names = "--connections", split = ",", description = "1 to 4096 each")
    private List<Integer> connections = List.of(1, 64, 256);

    @Option(names = "--bodies", split = ",", description = "small, 64k, 1m")
    private List<String> bodies = List.of("small", "64k", "1m");

    @Option(names = "--rounds")
    private int rounds = 3;

    @Option(names = "--seconds", description = "measured time of each peer in each round of each scenario")
    private double seconds = 2;

    @Option(names = "--settle", description = "seconds of unmeasured load before each measured window")
    private double settle = 0.5;

    @Option(names = "--warm-up", description = "seconds, once per peer on a JVM")
    private double warmUp = 30;

    @Option(names = "--quick", description = "a look, no measurement: 1 round of 1 s, warm-up 5 s")
    private boolean quick;

    @Option(names = "--out", description = "file for the Markdown")
    private @Nullable Path out;

    @Option(names = "--update-docs", description = "put the Markdown into the benchmark section of docs/performance.md")
    private boolean updateDocs;

    @Option(names = "--root", hidden = true, description = "root of the repository")
    private Path root = Path.of("");

    @Option(
            names = "--cranker-jvm",
            split = " ",
            description = "JVM options of both Cranker processes, in one argument")
    private List<String> crankerJvm = List.of();

    @Option(names = "--cranker-protocols", split = ",", description = "in the connector's order of preference")
    private List<String> crankerProtocols = List.of("cranker_3.0", "cranker_1.0");

    @Option(names = "--coordinator-option", description = "one more argument for ./dispatcher coordinator; repeatable")
    private List<String> coordinatorOptions = List.of();

    @Option(names = "--agent-option", description = "one more argument for ./dispatcher agent; repeatable")
    private List<String> agentOptions = List.of();

    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        picocli.CommandLine command = new picocli.CommandLine(new BenchmarkCommand());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            System.err.println("benchmark failed: " + failure.getMessage());
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(command.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        BenchmarkPlan plan = plan();
        List<Peer> chosen = chosenPeers();
        String loadAverage = Machine.loadAverage();
        try (Workspace workspace = Workspace.create()) {
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "end-of-benchmark"));
            endAfter(plan.expected(chosen.size()).multipliedBy(2).plusMinutes(6));
            progress("about " + (plan.expected(chosen.size()).toSeconds() / 60 + 1) + " min");
            BenchmarkRun run = new BenchmarkRun(plan, workspace, BenchmarkCommand::progress);
            List<Cell> cells = run.measure(chosen);
            List<String> header = List.of(Machine.date(Clock.systemUTC()), Machine.describe(), loadAverage, options());
            publish(report(header, chosen, cells, run, workspace).markdown());
        }
        return 0;
    }

    private BenchmarkPlan plan() {
        if (quick) {
            rounds = 1;
            seconds = 1;
            warmUp = 5;
        }
        try {
            List<Body> wanted = bodies.stream().map(Body::ofId).toList();
            BenchmarkPlan plan = new BenchmarkPlan(
                    connections, wanted, rounds, duration(seconds), duration(settle), duration(warmUp));
            plan.scenarios();
            return plan;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private static Duration duration(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    private List<Peer> chosenPeers() {
        Map<String, Peer> known = new LinkedHashMap<>();
        for (Peer peer : allPeers()) {
            known.put(peer.id(), peer);
        }
        List<Peer> chosen = new ArrayList<>();
        for (String id : peers) {
            Peer peer = known.get(id);
            if (peer == null) {
                throw new ParameterException(spec.commandLine(), "unknown peer '" + id + "', known: " + known.keySet());
            }
            chosen.add(peer);
        }
        return chosen;
    }

    private List<Peer> allPeers() {
        return List.of(
                new DirectPeer(),
                new NginxPeer(),
                new CrankerPeer(crankerJvm, crankerProtocols),
                new DispatcherPeer(root.resolve("dispatcher"), coordinatorOptions, agentOptions),
                new HopPeer(
                        "broker-hop",
                        "the broker hop alone: Artemis in-VM, non-persistent request and reply on fixed queues, no HTTP;"
                                + " its CPU includes the load",
                        BrokerHopMain.class,
                        List.of()),
                new WebSocketHopPeer(root.resolve("benchmarks/target/server/payara-micro.jar")));
    }

    /** Nothing hangs for ever: past the limit the process ends, and the shutdown hook ends the peers. */
    private static void endAfter(Duration limit) {
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

    private Report report(
            List<String> header, List<Peer> chosen, List<Cell> cells, BenchmarkRun run, Workspace workspace) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        chosen.forEach(peer -> descriptions.put(peer.id(), peer.description()));
        Map<Path, String> places = new LinkedHashMap<>();
        places.put(workspace.root(), "$TMP");
        places.put(root.toAbsolutePath().normalize(), ".");
        places.put(Path.of(System.getProperty("user.home")), "~");
        return new Report(header, descriptions, new Results(cells), run.processes(new CommandLine(places)));
    }

    private String options() {
        return "options: rounds " + rounds + ", " + seconds
                + " s per peer and scenario, interleaved, medians; settle " + settle + " s; warm-up " + warmUp
                + " s per JVM peer";
    }

    private void publish(String markdown) throws IOException {
        System.out.println(markdown);
        if (out != null) {
            Files.writeString(out, markdown);
        }
        if (updateDocs) {
            Path document = root.resolve("docs/performance.md");
            Files.writeString(document, DocsSection.replace(Files.readString(document), markdown));
        }
    }

    private static void progress(String line) {
        System.err.println(line);
    }
}
