package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "add",
        sortOptions = false,
        description = "Store a monitor: of a URL with HTTP exchanges, of any other target with pings.")
final class MonitorAddCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "NAME", description = "A name for it.")
    String name;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "TARGET",
            description = "A URL, or the name or address to ping.")
    @Nullable
    String target;

    @Option(
            names = "--from",
            paramLabel = "AGENT",
            description = "From this agent, '*' for all that are connected; repeatable. Without it a URL from all, a "
                    + "ping from the coordinator.")
    List<String> from = new ArrayList<>();

    @Option(names = "--each-address", description = "From each address of an agent, not only from one.")
    boolean eachAddress;

    @Option(names = "--interval", paramLabel = "S", description = "Seconds from run to run (default 60).")
    @Nullable
    Double interval;

    @Option(names = "--timeout", paramLabel = "S", description = "Seconds to wait for an answer.")
    @Nullable
    Double timeout;

    @Option(names = "--count", paramLabel = "N", description = "Ping: probes of a run (default 5).")
    @Nullable
    Integer count;

    @Option(names = "--loss", paramLabel = "PERCENT", description = "Ping: degraded above this.")
    @Nullable
    Double loss;

    @Option(names = "--slow", paramLabel = "MS", description = "Degraded above this time.")
    @Nullable
    Double slow;

    @Option(names = "--expect-status", paramLabel = "N|Nxx", description = "URL: down with any other status.")
    @Nullable
    String status;

    @Option(names = "--body-match", paramLabel = "REGEX", description = "URL: down if this is not in the body.")
    @Nullable
    String bodyMatch;

    @Option(
            names = "--certificate-days",
            paramLabel = "N",
            description = "URL: degraded if the certificate ends sooner (default 14).")
    @Nullable
    Integer certificateDays;

    @Option(
            names = "--verify-tls",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Check the target's certificate (default), or accept any.")
    boolean verifyTls = true;

    @Option(names = "--failures", paramLabel = "N", description = "Runs in a row until the state is worse (default 2).")
    @Nullable
    Integer failures;

    @Option(names = "--file", paramLabel = "FILE", description = "The monitor as JSON instead of TARGET and options.")
    @Nullable
    Path file;

    MonitorAddCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        if ((file == null) == (target == null)) {
            throw usage("give either TARGET or --file");
        }
        JsonNode made = api.post(MonitorCommand.PATH, file == null ? body(target) : read(file))
                .json();
        if (json) {
            printJson(made);
        } else {
            terminal()
                    .line(Terminal.oneLine(name) + " added: 'dispatcher monitor show " + Terminal.oneLine(name)
                            + "' says what it sees");
        }
        return ExitCode.OK;
    }

    private ObjectNode read(Path path) throws InputFileException {
        try {
            JsonNode tree = ApiClient.mapper().readTree(InputFileException.read("monitor", path));
            if (tree instanceof ObjectNode object) {
                return object.put("name", name);
            }
        } catch (IOException e) {
            // told below, like every other text that is no object
        }
        throw new InputFileException(path + " does not hold a JSON object");
    }

    private ObjectNode body(@Nullable String of) {
        String wanted = String.valueOf(of);
        boolean http = wanted.startsWith("http://") || wanted.startsWith("https://");
        ObjectNode body = ApiClient.object().put("name", name).put("kind", http ? "http" : "ping");
        if (!from.isEmpty()) {
            from.forEach(body.putArray("from")::add);
        }
        if (eachAddress) {
            body.put("addresses", "each");
        }
        put(body, "interval", interval);
        put(body, "failures_before_down", failures);
        ObjectNode thresholds = body.putObject("thresholds");
        put(thresholds, http ? "duration_ms" : "rtt_ms", slow);
        // What is not for this kind is refused by name.
        put(thresholds, "loss_percent", loss);
        put(thresholds, "certificate_days", certificateDays);
        put(body, "count", count);
        if (!http) {
            put(body, "timeout", timeout);
            return body.put("target", wanted);
        }
        ObjectNode request = body.putObject("request").put("url", wanted);
        put(request, "timeout", timeout);
        if (!verifyTls) {
            request.put("verify_tls", false);
        }
        ObjectNode expect = body.putObject("expect").put("status", status);
        if (bodyMatch != null) {
            expect.putObject("body").put("matches", bodyMatch);
        }
        return body;
    }

    private static void put(ObjectNode body, String member, @Nullable Number value) {
        if (value instanceof Integer whole) {
            body.put(member, whole);
        } else if (value != null) {
            body.put(member, value.doubleValue());
        }
    }
}
