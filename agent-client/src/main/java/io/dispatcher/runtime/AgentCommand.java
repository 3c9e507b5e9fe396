package io.dispatcher.runtime;

import io.dispatcher.address.AddressProblem;
import io.dispatcher.config.AgentSettings;
import io.dispatcher.config.StateDirectory;
import io.dispatcher.config.Upstream;
import io.dispatcher.connection.Closed;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final String DEFAULT_COORDINATOR = "http://127.0.0.1:8000";
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

    @Option(
            names = "--prefix",
            paramLabel = "P/LEN[=N]",
            description = "Routed prefix to send from: N of its addresses (default 1000), repeatable.")
    List<String> prefixes = List.of();

    @Option(
            names = "--upstream",
            paramLabel = "NAME=URL",
            description = "Service to reach through tunnels under this name, repeatable.")
    List<String> upstreams = List.of();

    @Option(
            names = "--keep-host",
            paramLabel = "NAME",
            description = "Upstream that is told the caller's Host instead of its own, repeatable.")
    Set<String> keepHost = Set.of();

    @Option(names = "--label", paramLabel = "k=v", description = "Label of this agent, repeatable.")
    Map<String, String> labels = new LinkedHashMap<>();

    @Option(names = "--max-in-flight", paramLabel = "N", description = "Orders taken at once (default 256).")
    int maxInFlight = 256;

    @Option(names = "--token-file", paramLabel = "F", description = "File with the token; read at each connection.")
    @Nullable
    Path tokenFile;

    @Option(
            names = "--ca-file",
            paramLabel = "F",
            description = "Certificates (PEM) to trust for https coordinators, instead of Java's.")
    @Nullable
    Path caFile;

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
        Logging.configure();
        AgentSettings settings = settings();
        try (StateDirectory state = StateDirectory.open(settings.stateDirectory(), settings.agentId());
                Agent agent = new Agent(settings, state, this::ready)) {
            return ended(run(agent));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (AddressProblem | IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private void ready(String id) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("agent ready " + id);
        out.flush();
    }

    private static Closed run(Agent agent) throws InterruptedException {
        Thread onSignal = new Thread(() -> stop(agent), "agent-stop");
        Runtime.getRuntime().addShutdownHook(onSignal);
        Closed cause = agent.run();
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // It runs already, and will end the process.
            onSignal.join();
        }
        return cause;
    }

    private int ended(Closed cause) {
        return cause.code() == CloseCode.NORMAL ? OK : failed(cause.reason());
    }

    private int failed(String line) {
        spec.commandLine().getErr().println("agent: " + line);
        return FAILURE;
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

    private AgentSettings settings() {
        check(agentId == null || Names.isAgentId(agentId), "--agent-id: '" + agentId + "' is no id like agent-1");
        check(
                maxInFlight >= 1 && maxInFlight <= AgentSettings.MAX_IN_FLIGHT,
                "--max-in-flight: not between 1 and " + AgentSettings.MAX_IN_FLIGHT);
        labels.forEach((name, value) -> check(
                Names.isId(name) && Names.isId(value),
                "--label: '" + name + "=" + value + "' is no NAME=VALUE of ids"));
        check(
                tokenFile == null || Files.isReadable(tokenFile),
                "--token-file: " + tokenFile + " cannot be read: make it, or leave the option out");
        return new AgentSettings(
                coordinatorUrls.isEmpty() ? List.of(DEFAULT_COORDINATOR) : coordinatorUrls,
                agentId,
                addresses,
                prefixes,
                upstreams(),
                labels,
                maxInFlight,
                tokenFile,
                caFile,
                stateDirectory,
                allow,
                deny);
    }

    private Map<String, Upstream> upstreams() {
        Map<String, Upstream> named = new LinkedHashMap<>();
        for (String text : upstreams) {
            int equals = text.indexOf('=');
            String wrong = "--upstream: '" + text + "' is no NAME=URL like shop=http://127.0.0.1:5000";
            check(equals > 0 && Names.isId(text.substring(0, equals)), wrong);
            String name = text.substring(0, equals);
            Upstream upstream = new Upstream(url(text.substring(equals + 1), wrong), keepHost.contains(name));
            check(named.put(name, upstream) == null, "--upstream: " + text + " names one twice");
        }
        for (String name : keepHost) {
            check(named.containsKey(name), "--keep-host: " + name + " is none of --upstream");
        }
        return named;
    }

    private URI url(String text, String wrong) {
        try {
            URI url = new URI(text);
            check(
                    Set.of("http", "https").contains(String.valueOf(url.getScheme()))
                            && url.getHost() != null
                            && url.getRawUserInfo() == null
                            && url.getRawQuery() == null
                            && url.getRawFragment() == null,
                    wrong);
            return url;
        } catch (URISyntaxException e) {
            throw new ParameterException(spec.commandLine(), wrong, e);
        }
    }

    private void check(boolean fine, String otherwise) {
        if (!fine) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
