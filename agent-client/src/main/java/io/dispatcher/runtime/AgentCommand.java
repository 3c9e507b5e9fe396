package io.dispatcher.runtime;

import io.dispatcher.config.AgentSettings;
import io.dispatcher.config.StateDirectory;
import io.dispatcher.connection.Closed;
import io.dispatcher.protocol.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

/** {@code dispatcher agent}: HTTP egress in one process. Exit codes: 0 stopped, 1 usage, 3 sent away or could not start. */
@Command(name = "agent", description = "Run an agent: requests leave this machine from its addresses.")
public final class AgentCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILURE = 3;

    @Spec
    CommandSpec spec;

    @Option(
            names = {"--coordinator-url", "--server"},
            paramLabel = "U",
            description = "Coordinator to connect to, repeatable (default http://127.0.0.1:8000).")
    List<String> coordinatorUrls = List.of();

    @Option(names = "--agent-id", paramLabel = "ID", description = "Name of this agent (default: made once and kept).")
    @Nullable
    String agentId;

    @Option(names = "--address", paramLabel = "A", description = "Source address to offer, repeatable.")
    List<String> addresses = List.of();

    @Option(names = "--label", paramLabel = "k=v", description = "Label of this agent, repeatable.")
    Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--max-in-flight", paramLabel = "N", description = "Orders taken at once (default 256).")
    int maxInFlight = 256;

    @Option(names = "--token-file", paramLabel = "F", description = "File with the token; read at each connection.")
    @Nullable
    Path tokenFile;

    @Option(names = "--state-dir", paramLabel = "D", description = "Where id and unfinished orders are kept.")
    @Nullable
    Path stateDirectory;

    @Option(names = "--allow", paramLabel = "CIDR", description = "Open a private range to requests, repeatable.")
    List<String> allow = List.of();

    @Option(names = "--deny", paramLabel = "CIDR", description = "Refuse requests to a range, repeatable; wins.")
    List<String> deny = List.of();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    boolean help;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        AgentSettings settings = settings();
        try (StateDirectory state = StateDirectory.open(stateDirectory, agentId);
                Agent agent = agent(settings, state, out)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(agent), "agent-stop"));
            Closed cause = agent.run();
            if (cause.code() == null || !cause.reason().equals("stopped")) {
                err.println("agent: " + cause.reason());
                return FAILURE;
            }
            return OK;
        } catch (IOException e) {
            err.println("agent: " + e.getMessage());
            return FAILURE;
        }
    }

    // A JVM that a signal ends exits with 128 and more; an agent that was told to stop did nothing wrong.
    private static void stop(Agent agent) {
        try {
            agent.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(OK);
    }

    private Agent agent(AgentSettings settings, StateDirectory state, PrintWriter out) {
        try {
            return new Agent(settings, state, id -> {
                out.println("agent ready " + id);
                out.flush();
            });
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }

    private AgentSettings settings() {
        if (agentId != null && !Names.isId(agentId)) {
            throw new ParameterException(spec.commandLine(), "--agent-id: '" + agentId + "' is no id");
        }
        if (maxInFlight < 1 || maxInFlight > 100_000) {
            throw new ParameterException(spec.commandLine(), "--max-in-flight: not between 1 and 100000");
        }
        List<String> urls = coordinatorUrls.isEmpty() ? List.of("http://127.0.0.1:8000") : coordinatorUrls;
        return new AgentSettings(urls, agentId, addresses, labels, maxInFlight, tokenFile, stateDirectory, allow, deny);
    }
}
