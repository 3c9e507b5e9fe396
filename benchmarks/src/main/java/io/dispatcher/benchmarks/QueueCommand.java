package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.peers.AcceptancePeer;
import io.dispatcher.benchmarks.peers.DispatcherNode;
import io.dispatcher.benchmarks.peers.DispatcherPeer;
import io.dispatcher.benchmarks.peers.JmsPeer;
import io.dispatcher.benchmarks.peers.Peer;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.Cell;
import io.dispatcher.benchmarks.report.ProcessFigures;
import io.dispatcher.benchmarks.report.Report;
import io.dispatcher.benchmarks.report.Results;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The queue as a product: how many requests are stored a second, and what a request by message costs. */
@Command(
        name = "queue",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 3,
        description =
                "Measures stored acceptance without an agent, then request and reply by JMS beside HTTP and a bare broker.")
public final class QueueCommand implements Callable<Integer> {
    private static final int ACCEPTANCE_CONNECTIONS = 256;
    private static final Duration ACCEPTANCE_WINDOW = Duration.ofSeconds(10);
    private static final int OPEN_REQUESTS = 64;

    @Option(
            names = "--peers",
            split = ",",
            description =
                    "accepted, accepted-keyed; then, beside each other, http, jms, jms-persistent, bare-persistent")
    private Set<String> peers = new LinkedHashSet<>(
            List.of("accepted", "accepted-keyed", "http", "jms", "jms-persistent", "bare-persistent"));

    @Option(names = "--rounds", description = "of each part")
    private int rounds = 3;

    @Option(
            names = "--seconds",
            description = "measured time of each way in each round of the replies; acceptance takes 10 s")
    private double seconds = 4;

    @Option(names = "--settle", description = "seconds of unmeasured load before each measured window")
    private double settle = 0.5;

    @Option(names = "--warm-up", description = "seconds, once for each way")
    private double warmUp = 20;

    @Option(names = "--echo-sessions", description = "of the consumer that answers on the bare broker")
    private int echoSessions = 32;

    @Mixin
    private RunOptions options;

    @Spec
    private CommandSpec spec;

    private final List<Cell> cells = new ArrayList<>();
    private final List<ProcessFigures> processes = new ArrayList<>();
    private final Map<String, String> descriptions = new LinkedHashMap<>();

    @Override
    public Integer call() throws IOException {
        String loadAverage = Machine.loadAverage();
        List<Peer> acceptance = chosen(acceptance());
        List<Peer> replies = chosen(replies());
        if (acceptance.size() + replies.size() != peers.size()) {
            throw new ParameterException(spec.commandLine(), "unknown among the peers: " + peers);
        }
        measure(plan(ACCEPTANCE_CONNECTIONS, ACCEPTANCE_WINDOW), acceptance);
        measure(plan(OPEN_REQUESTS, RunOptions.duration(seconds)), replies);
        List<String> header = RunOptions.header(loadAverage, plainOptions());
        options.publish(
                "queue",
                Report.ofQueue(header, descriptions, new Results(cells), processes)
                        .markdown());
        return 0;
    }

    private BenchmarkPlan plan(int connections, Duration window) {
        try {
            return new BenchmarkPlan(
                    List.of(connections),
                    List.of(Body.SMALL),
                    rounds,
                    window,
                    RunOptions.duration(settle),
                    RunOptions.duration(warmUp),
                    false);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    private List<Peer> chosen(List<Peer> all) {
        return all.stream().filter(peer -> peers.contains(peer.id())).toList();
    }

    private List<Peer> acceptance() {
        DispatcherNode node = DispatcherNode.alone(options.launcher(), options.coordinatorOptions());
        return List.of(new AcceptancePeer("accepted", node, false), new AcceptancePeer("accepted-keyed", node, true));
    }

    private List<Peer> replies() {
        DispatcherNode node =
                DispatcherNode.withAgent(options.launcher(), options.coordinatorOptions(), options.agentOptions());
        return List.of(
                new DispatcherPeer("http", node),
                JmsPeer.chain("jms", node, false),
                JmsPeer.chain("jms-persistent", node, true),
                JmsPeer.bare("bare-persistent", node, echoSessions));
    }

    /** Each part has a coordinator of its own, with a fresh data directory. */
    private void measure(BenchmarkPlan plan, List<Peer> chosen) throws IOException {
        if (chosen.isEmpty()) {
            return;
        }
        try (Workspace workspace = Workspace.create()) {
            Runtime.getRuntime().addShutdownHook(new Thread(workspace::close, "end-of-benchmark"));
            RunOptions.endAfter(plan.expected(chosen.size()).multipliedBy(4).plusMinutes(6));
            BenchmarkRun run = new BenchmarkRun(plan, workspace, RunOptions::progress);
            cells.addAll(run.measure(chosen));
            processes.addAll(run.processes(options.commandLine(workspace)));
            chosen.forEach(peer -> descriptions.put(peer.id(), peer.description()));
        }
    }

    private String plainOptions() {
        return "options: rounds " + rounds + ", interleaved, medians; acceptance "
                + ACCEPTANCE_WINDOW.toSeconds() + " s, the queues empty before each; replies " + seconds
                + " s; settle " + settle + " s; warm-up " + warmUp + " s each";
    }
}
