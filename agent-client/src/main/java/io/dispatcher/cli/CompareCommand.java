package io.dispatcher.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.demo.EnginePair;
import io.dispatcher.load.LoadPlan;
import io.dispatcher.load.LoadResult;
import io.dispatcher.terminal.Terminal;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "compare",
        sortOptions = false,
        description =
                "Load two servers in turn, the same way, and check that the first is as good as it should be; without servers, "
                        + "a coordinator with each engine, started for it on this machine.")
final class CompareCommand implements Callable<Integer> {
    private static final double ERROR_RATE = 0.01;
    private static final double P95_MS = 200;

    /** Of the engines, where who waits is what holds a thread. */
    private static final double RATIO_OF_ENGINES = 1.8;

    private static final int CONNECTIONS_OF_ENGINES = 200;
    private static final String SLOW = "/slow";

    @Spec
    CommandSpec spec;

    @Mixin
    LoadOptions options = new LoadOptions();

    @Parameters(
            arity = "0..2",
            paramLabel = "NAME=URL",
            description = "The two, the first of which has to meet the gates: a=http://127.0.0.1:8001/ "
                    + "b=http://127.0.0.1:8002/.")
    Map<String, URI> servers = new LinkedHashMap<>();

    @Option(
            names = "--min-ratio",
            paramLabel = "R",
            description =
                    "The first must answer so many times as many requests as the second (default: of the engines with "
                            + "a slow target 1.8, else not asked).")
    @Nullable
    Double minRatio;

    @Option(
            names = "--target-delay-ms",
            paramLabel = "MS",
            description =
                    "Of the engines: what is asked answers after so long (default ${DEFAULT-VALUE}); 0 or --path: "
                            + "what is at the path as it is.")
    int targetDelayMs = 100;

    @Option(names = "--warm-up", paramLabel = "S", description = "Seconds before each (default ${DEFAULT-VALUE}).")
    double warmUp = 5;

    @Option(names = "--json", description = "Print the figures as JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    private final Terminal terminal;
    private final Map<String, String> env;

    /** {@code env}: where the launcher is named. */
    CompareCommand(Terminal terminal, Map<String, String> env) {
        this.terminal = terminal;
        this.env = env;
    }

    @Override
    public Integer call() throws Exception {
        if (servers.size() == 2) {
            return compare(servers, minRatio == null ? 0 : minRatio);
        }
        if (!servers.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "two servers of different names are compared, or none are named");
        }
        try (EnginePair engines = EnginePair.start(terminal, env)) {
            return engines(engines.urls());
        } catch (IOException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()));
        }
    }

    private int engines(Map<String, URI> urls) throws Exception {
        boolean slow = options.path == null && targetDelayMs > 0;
        if (!spec.commandLine().getParseResult().hasMatchedOption("--concurrency")) {
            options.concurrency = CONNECTIONS_OF_ENGINES;
        }
        if (slow) {
            for (URI url : urls.values()) {
                ObjectNode mock = ApiClient.object();
                mock.put("method", "GET")
                        .put("path_pattern", SLOW)
                        .put("body", "slow")
                        .put("delay_ms", targetDelayMs);
                new ApiClient(List.of(url), null, null).post("/api/mocks", mock);
            }
            options.path = SLOW;
        }
        terminal.note(String.format(
                Locale.ROOT,
                "two coordinators on this machine, 64 workers each, %d connections, %s",
                options.concurrency,
                slow ? "a target that answers after " + targetDelayMs + " ms" : "path " + options.path));
        return compare(urls, minRatio != null ? minRatio : slow ? RATIO_OF_ENGINES : 0);
    }

    private int compare(Map<String, URI> both, double ratio) throws Exception {
        try {
            Map<String, LoadResult> results = new LinkedHashMap<>();
            for (Map.Entry<String, URI> server : both.entrySet()) {
                LoadPlan plan = options.plan(server.getValue());
                if (warmUp > 0) {
                    LoadCommand.run("warm-up", plan.lasting(Duration.ofMillis((long) (warmUp * 1000))), terminal);
                }
                results.put(server.getKey(), LoadCommand.run(server.getKey(), plan, terminal));
            }
            List<String> broken = broken(List.copyOf(results.keySet()), results, ratio);
            LoadCommand.show(results, broken, json, true, terminal);
            return broken.isEmpty() ? ExitCode.OK : ExitCode.ASSERTION;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private List<String> broken(List<String> names, Map<String, LoadResult> results, double least) {
        LoadResult first = Objects.requireNonNull(results.get(names.get(0)));
        LoadResult second = Objects.requireNonNull(results.get(names.get(1)));
        options.maxErrorRate = String.valueOf(options.errorRate(ERROR_RATE));
        options.maxP95 = options.maxP95 == null ? Double.valueOf(P95_MS) : options.maxP95;
        List<String> broken = new ArrayList<>();
        options.broken(first).forEach(gate -> broken.add(names.get(0) + ": " + gate));
        double ratio = good(second) == 0 ? Double.POSITIVE_INFINITY : good(first) / good(second);
        if (ratio < least) {
            broken.add(String.format(
                    Locale.ROOT,
                    "%s answers %.2f times as many as %s, not %.2f",
                    names.get(0),
                    ratio,
                    names.get(1),
                    least));
        }
        return broken;
    }

    /** Being told quickly that there is no room is no answer. */
    private static double good(LoadResult result) {
        return result.rps() * (1 - result.errorRate());
    }
}
