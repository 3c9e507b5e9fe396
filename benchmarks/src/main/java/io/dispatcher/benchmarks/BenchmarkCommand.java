package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.hops.BrokerHopMain;
import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.peers.CrankerPeer;
import io.dispatcher.benchmarks.peers.DirectPeer;
import io.dispatcher.benchmarks.peers.DispatcherNode;
import io.dispatcher.benchmarks.peers.DispatcherPeer;
import io.dispatcher.benchmarks.peers.HopPeer;
import io.dispatcher.benchmarks.peers.NginxPeer;
import io.dispatcher.benchmarks.peers.Peer;
import io.dispatcher.benchmarks.peers.WebSocketHopPeer;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.Cell;
import io.dispatcher.benchmarks.report.Report;
import io.dispatcher.benchmarks.report.Results;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
        subcommands = {
            QueueCommand.class,
            ClusterCommand.class,
            PingCommand.class,
            TunnelCommand.class,
            BodiesCommand.class,
            MockCommand.class
        },
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

    @Option(
            names = "--cranker-jvm",
            split = " ",
            description = "JVM options of both Cranker processes, in one argument")
    private List<String> crankerJvm = List.of();

    @Option(names = "--cranker-protocols", split = ",", description = "in the connector's order of preference")
    private List<String> crankerProtocols = List.of("cranker_3.0", "cranker_1.0");

    @Mixin
    private RunOptions options;

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
            RunOptions.endAfter(plan.expected(chosen.size()).multipliedBy(2).plusMinutes(6));
            RunOptions.progress("about " + (plan.expected(chosen.size()).toSeconds() / 60 + 1) + " min");
            BenchmarkRun run = new BenchmarkRun(plan, workspace, RunOptions::progress);
            List<Cell> cells = run.measure(chosen);
            List<String> header = RunOptions.header(loadAverage, plainOptions());
            options.publish(
                    "benchmark", report(header, chosen, cells, run, workspace).markdown());
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
                    connections,
                    wanted,
                    rounds,
                    RunOptions.duration(seconds),
                    RunOptions.duration(settle),
                    RunOptions.duration(warmUp),
                    false);
            plan.scenarios();
            return plan;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
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
                new DispatcherPeer(
                        "dispatcher",
                        DispatcherNode.withAgent(
                                options.launcher(), options.coordinatorOptions(), options.agentOptions())),
                new HopPeer(
                        "broker-hop",
                        "the broker hop alone: Artemis in-VM, non-persistent request and reply on fixed queues, no HTTP;"
                                + " its CPU includes the load",
                        BrokerHopMain.class,
                        List.of()),
                new WebSocketHopPeer(options.root().resolve("benchmarks/target/server/payara-micro.jar")));
    }

    private Report report(
            List<String> header, List<Peer> chosen, List<Cell> cells, BenchmarkRun run, Workspace workspace) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        chosen.forEach(peer -> descriptions.put(peer.id(), peer.description()));
        return Report.ofPeers(header, descriptions, new Results(cells), run.processes(options.commandLine(workspace)));
    }

    private String plainOptions() {
        return "options: rounds " + rounds + ", " + seconds
                + " s per peer and scenario, interleaved, medians; settle " + settle + " s; warm-up " + warmUp
                + " s per JVM peer";
    }
}
