package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.LoadSession;
import io.dispatcher.benchmarks.load.Scenario;
import io.dispatcher.benchmarks.peers.MockPeer;
import io.dispatcher.benchmarks.peers.Peer;
import io.dispatcher.benchmarks.peers.RunningPeer;
import io.dispatcher.benchmarks.peers.WireMockPeer;
import io.dispatcher.benchmarks.process.ChildProcess;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.Cell;
import io.dispatcher.benchmarks.report.MemoryOverHits;
import io.dispatcher.benchmarks.report.Report;
import io.dispatcher.benchmarks.report.Results;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a mock costs. */
@Command(
        name = "mock",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 3,
        description = "Measures mocks beside WireMock with the same rules, and their memory over many hits.")
public final class MockCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 64;

    @Option(names = "--connections", split = ",", description = "1 to 4096 each")
    private List<Integer> connections = List.of(1, CONNECTIONS);

    @Option(names = "--bodies", split = ",", description = "small, 64k, 1m")
    private List<String> bodies = List.of("small");

    @Option(names = "--rounds")
    private int rounds = 3;

    @Option(names = "--seconds", description = "measured time of each peer in each round of each scenario")
    private double seconds = 4;

    @Option(names = "--settle", description = "seconds of unmeasured load before each measured window")
    private double settle = 0.5;

    @Option(names = "--warm-up", description = "seconds, once per peer, after the hits")
    private double warmUp = 5;

    @Option(names = "--first-hits", description = "memory is looked at after so many")
    private long firstHits = 100_000;

    @Option(names = "--later-hits", description = "and after so many")
    private long laterHits = 1_000_000;

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() throws IOException {
        String loadAverage = Machine.loadAverage();
        BenchmarkPlan plan = new BenchmarkPlan(
                connections,
                bodies.stream().map(Body::ofId).toList(),
                rounds,
                RunOptions.duration(seconds),
                RunOptions.duration(settle),
                RunOptions.duration(warmUp),
                false);
        MockPeer mocks = new MockPeer(options.launcher(), options.coordinatorOptions());
        WireMockPeer wiremock =
                new WireMockPeer(options.root().resolve("benchmarks/target/server/wiremock-standalone.jar"));
        List<Peer> peers = List.of(wiremock, mocks);
        RunOptions.endAfter(plan.expected(peers.size()).multipliedBy(2).plusMinutes(6));
        try (Workspace workspace = Workspace.create()) {
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "end-of-benchmark"));
            MemoryOverHits memory = memory(mocks.start(workspace));
            hit(wiremock.start(workspace), 0, laterHits); // as warm as the other one is then
            BenchmarkRun run = new BenchmarkRun(plan, workspace, RunOptions::progress);
            List<Cell> cells = run.measure(peers);
            Map<String, String> descriptions = new LinkedHashMap<>();
            peers.forEach(peer -> descriptions.put(peer.id(), peer.description()));
            Report report = Report.ofMocks(
                    RunOptions.header(loadAverage, plainOptions()),
                    descriptions,
                    new Results(cells),
                    run.processes(options.commandLine(workspace)),
                    memory);
            options.publish("mock", report.markdown());
        }
        return 0;
    }

    /** Before anything else is asked of it, so that it is known how many hits it had. */
    private MemoryOverHits memory(RunningPeer running) throws IOException {
        long hits = hit(running, 0, firstHits);
        double first = mib(running);
        RunOptions.progress(String.format("%,d hits: %.0f MiB", hits, first));
        long all = hit(running, hits, laterHits);
        double later = mib(running);
        RunOptions.progress(String.format("%,d hits: %.0f MiB", all, later));
        return new MemoryOverHits(hits, first, all, later);
    }

    private static long hit(RunningPeer peer, long before, long until) throws IOException {
        long hits = before;
        try (LoadSession session = peer.open(new Scenario(CONNECTIONS, Body.SMALL))) {
            while (hits < until) {
                hits += session.run(Duration.ofMillis(500)).completed();
            }
        }
        return hits;
    }

    private static double mib(RunningPeer peer) {
        return peer.processes().stream().mapToLong(ChildProcess::rssKib).sum() / 1024.0;
    }

    private String plainOptions() {
        return "options: rounds " + rounds + ", " + seconds
                + " s per peer and scenario, interleaved, medians; settle " + settle + " s; warm-up " + warmUp
                + " s per peer after " + laterHits
                + " hits of each; 43 rules in each";
    }
}
