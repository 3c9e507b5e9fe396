package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.peers.CrankerPeer;
import io.dispatcher.benchmarks.peers.DirectPeer;
import io.dispatcher.benchmarks.peers.NginxPeer;
import io.dispatcher.benchmarks.peers.Peer;
import io.dispatcher.benchmarks.peers.TunnelPeer;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.Cell;
import io.dispatcher.benchmarks.report.Report;
import io.dispatcher.benchmarks.report.Results;
import java.io.IOException;
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

/** What a request through a tunnel costs. */
@Command(
        name = "tunnel",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 3,
        description = "Measures tunnels beside Cranker, nginx and no hop at all.")
public final class TunnelCommand implements Callable<Integer> {
    @Option(names = "--connections", split = ",", description = "1 to 4096 each")
    private List<Integer> connections = List.of(1, 64);

    @Option(names = "--bodies", split = ",", description = "small, 64k, 1m")
    private List<String> bodies = List.of("small", "64k", "1m");

    @Option(names = "--rounds")
    private int rounds = 3;

    @Option(names = "--seconds", description = "measured time of each peer in each round of each scenario")
    private double seconds = 3;

    @Option(names = "--settle", description = "seconds of unmeasured load before each measured window")
    private double settle = 0.5;

    @Option(names = "--warm-up", description = "seconds, once per peer on a JVM")
    private double warmUp = 60;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        String loadAverage = Machine.loadAverage();
        BenchmarkPlan plan = plan();
        List<Peer> peers = List.of(
                new DirectPeer(),
                new NginxPeer(),
                new CrankerPeer(List.of(), List.of("cranker_3.0", "cranker_1.0")),
                new TunnelPeer(options.launcher(), options.coordinatorOptions(), options.agentOptions()));
        try (Workspace workspace = Workspace.create()) {
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "end-of-benchmark"));
            RunOptions.endAfter(plan.expected(peers.size()).multipliedBy(2).plusMinutes(6));
            BenchmarkRun run = new BenchmarkRun(plan, workspace, RunOptions::progress);
            List<Cell> cells = run.measure(peers);
            Map<String, String> descriptions = new LinkedHashMap<>();
            peers.forEach(peer -> descriptions.put(peer.id(), peer.description()));
            Report report = Report.ofTunnel(
                    RunOptions.header(loadAverage, plainOptions()),
                    descriptions,
                    new Results(cells),
                    run.processes(options.commandLine(workspace)));
            options.publish("tunnel", report.markdown());
        }
        return 0;
    }

    private BenchmarkPlan plan() {
        try {
            BenchmarkPlan plan = new BenchmarkPlan(
                    connections,
                    bodies.stream().map(Body::ofId).toList(),
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

    private String plainOptions() {
        return "options: rounds " + rounds + ", " + seconds
                + " s per peer and scenario, interleaved, medians; settle " + settle + " s; warm-up " + warmUp
                + " s per JVM peer";
    }
}
