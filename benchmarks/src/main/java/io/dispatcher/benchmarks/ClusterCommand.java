package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.peers.ClusterNodes;
import io.dispatcher.benchmarks.peers.ClusterPeer;
import io.dispatcher.benchmarks.peers.Peer;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.Cell;
import io.dispatcher.benchmarks.report.Report;
import io.dispatcher.benchmarks.report.Results;
import java.io.IOException;
import java.time.Duration;
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

/** What a second coordinator costs. */
@Command(
        name = "cluster",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 3,
        description = "Measures two coordinators beside one, all on the same broker and database.")
public final class ClusterCommand implements Callable<Integer> {
    @Option(names = "--peers", split = ",", description = "one, two (caller and agent at one of them), across (apart)")
    private List<String> peers = List.of("one", "two", "across");

    @Option(names = "--connections", description = "1 to 4096")
    private int connections = 32;

    @Option(
            names = "--rounds",
            description = "every second one in reverse order, so that the second node starts less often")
    private int rounds = 4;

    @Option(names = "--seconds", description = "measured time of each peer in each round")
    private double seconds = 10;

    @Option(names = "--settle", description = "seconds of unmeasured load before each measured window")
    private double settle = 2;

    @Option(names = "--warm-up", description = "seconds; half of that each time a coordinator came or went")
    private double warmUp = 40;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String loadAverage = Machine.loadAverage();
        BenchmarkPlan plan = plan();
        List<Peer> chosen = chosen();
        try (Workspace workspace = Workspace.create()) {
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "end-of-benchmark"));
            RunOptions.endAfter(plan.expected(chosen.size()).multipliedBy(3).plusMinutes(8));
            BenchmarkRun run = new BenchmarkRun(plan, workspace, RunOptions::progress);
            List<Cell> cells = run.measure(chosen);
            Map<String, String> descriptions = new LinkedHashMap<>();
            chosen.forEach(peer -> descriptions.put(peer.id(), peer.description()));
            List<String> header = RunOptions.header(loadAverage, plainOptions());
            Report report = Report.ofCluster(
                    header, descriptions, new Results(cells), run.processes(options.commandLine(workspace)));
            options.publish("cluster", report.markdown());
        }
        return 0;
    }

    private BenchmarkPlan plan() {
        try {
            BenchmarkPlan plan = new BenchmarkPlan(
                    List.of(connections),
                    List.of(Body.SMALL),
                    rounds,
                    RunOptions.duration(seconds),
                    RunOptions.duration(settle),
                    RunOptions.duration(warmUp),
                    true);
            plan.scenarios();
            return plan;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Peer> chosen() {
        ClusterNodes nodes = new ClusterNodes(options.root(), options.coordinatorOptions(), options.agentOptions());
        Duration ofChange = RunOptions.duration(warmUp / 2);
        List<Peer> chosen = new ArrayList<>();
        for (ClusterPeer.Kind kind : ClusterPeer.Kind.values()) {
            ClusterPeer peer = new ClusterPeer(kind, nodes, ofChange);
            if (peers.contains(peer.id())) {
                chosen.add(peer);
            }
        }
        if (chosen.size() != peers.size()) {
            throw new ParameterException(spec.commandLine(), "unknown among the peers: " + peers);
        }
        return chosen;
    }

    private String plainOptions() {
        return "options: rounds " + rounds + ", every second one in reverse order, medians; " + seconds
                + " s per peer; settle " + settle + " s; warm-up " + warmUp
                + " s, half of that each time a coordinator came or went";
    }
}
