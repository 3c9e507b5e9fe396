package io.dispatcher.cli;

import io.dispatcher.api.ApiClient;
import io.dispatcher.monitor.Coordinator;
import io.dispatcher.monitor.Monitor;
import io.dispatcher.monitor.Snapshot;
import io.dispatcher.monitor.model.Sample;
import io.dispatcher.terminal.Terminal;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "top",
        sortOptions = false,
        description =
                "Watch the system live: agents, requests, pool, queues, errors, events; and act on them. '?' lists "
                        + "the keys. Where there is no terminal, or with --once or --json, it is told once.")
final class TopCommand extends ApiCommand {
    private static final double LEAST_INTERVAL = 0.1;
    private static final double LONGEST_INTERVAL = 3600;
    private static final int LONGEST_REFRESH = 60_000;

    @Option(names = "--once", description = "Print everything once, as plain text, and exit.")
    boolean once;

    @Option(
            names = {"-i", "--interval"},
            paramLabel = "S",
            description =
                    "Seconds from one look at the figures to the next (default ${DEFAULT-VALUE}); requests come at "
                            + "once.")
    double interval = 1;

    @Option(
            names = "--cli-refresh-ms",
            paramLabel = "MS",
            description = "Draw no more often than this (default ${DEFAULT-VALUE}).")
    int refreshMs = 100;

    TopCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        if (!(interval >= LEAST_INTERVAL && interval <= LONGEST_INTERVAL)) {
            throw usage("--interval must be from 0.1 to 3600");
        }
        if (refreshMs < 1 || refreshMs > LONGEST_REFRESH) {
            throw usage("--cli-refresh-ms must be from 1 to " + LONGEST_REFRESH);
        }
        Sample first = new Coordinator(api).sample(true);
        if (json) {
            printJson(Snapshot.json(first));
        } else if (once || !terminal().interactive() || !Terminal.inputIsTerminal() || !watched(api, first)) {
            Snapshot.print(first, terminal());
        }
        return ExitCode.OK;
    }

    /** False if the terminal is none to draw on. */
    private boolean watched(ApiClient api, Sample first) throws InterruptedException, CommandFailure {
        Monitor monitor = new Monitor(
                api,
                coordinators().get(0).toString(),
                Duration.ofMillis(Math.round(interval * 1000)),
                Duration.ofMillis(refreshMs),
                terminal().colour(),
                terminal().unicode());
        try {
            return monitor.run(first);
        } catch (IOException | IllegalStateException e) {
            throw new CommandFailure(
                    "the terminal cannot be taken over (" + e.getMessage() + "): use --once, or another terminal");
        }
    }
}
