package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.peers.DispatcherNode;
import io.dispatcher.benchmarks.ping.Crowd;
import io.dispatcher.benchmarks.ping.CrowdTask;
import io.dispatcher.benchmarks.ping.ManyTargets;
import io.dispatcher.benchmarks.ping.PingRow;
import io.dispatcher.benchmarks.ping.SideBySide;
import io.dispatcher.benchmarks.process.Workspace;
import io.dispatcher.benchmarks.report.PingReport;
import io.dispatcher.icmp.lab.Command;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Our pings beside those of {@code fping}, on the same targets at the same time. */
@picocli.CommandLine.Command(
        name = "ping",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        exitCodeOnInvalidInput = 1,
        exitCodeOnExecutionException = 3,
        description =
                "Measures the ping engine beside fping: round trips and loss, many targets, then fifty agents. Needs root.")
public final class PingCommand implements Callable<Integer> {
    @Option(names = "--count", description = "pings of each target, 10 ms apart, of the round trips")
    private int count = 500;

    @Option(names = "--rounds", description = "of each part")
    private int rounds = 3;

    @Option(names = "--targets", description = "of the second part, each pinged three times, a second apart")
    private int targets = 10_000;

    @Option(
            names = "--tasks",
            description = "of the third part, fifty agents for one client, the first from cold; 0: leave it out")
    private int tasks = 20;

    @Mixin
    private RunOptions options;

    @Override
    public Integer call() throws IOException {
        String loadAverage = Machine.loadAverage();
        for (String tool : List.of("fping", "ip", "tc")) {
            if (!Command.works("sh", "-c", "command -v " + tool)) {
                throw new IOException(tool + " is not installed (Debian packages fping and iproute2)");
            }
        }
        List<PingRow> rows = new ArrayList<>();
        List<PingRow> many = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            RunOptions.progress("round " + round + " of " + rounds);
            try {
                rows.addAll(new SideBySide(count).measure());
                many.addAll(new ManyTargets(targets).measure());
            } catch (AssertionError e) {
                throw new IOException(e.getMessage(), e);
            }
        }
        List<String> header = RunOptions.header(
                loadAverage,
                "options: rounds " + rounds + ", medians; " + count + " pings of each target, 10 ms apart; then "
                        + targets + " targets × " + ManyTargets.COUNT + ", a second apart");
        options.publish("ping", new PingReport(header, rows, many, targets, crowd()).markdown());
        return 0;
    }

    private List<CrowdTask> crowd() throws IOException {
        if (tasks == 0) {
            return List.of();
        }
        RunOptions.progress(Crowd.AGENTS + " agents");
        try (Workspace workspace = Workspace.create()) {
            DispatcherNode coordinator = DispatcherNode.alone(options.launcher(), options.coordinatorOptions());
            return new Crowd(workspace, coordinator).measure(tasks);
        }
    }
}
