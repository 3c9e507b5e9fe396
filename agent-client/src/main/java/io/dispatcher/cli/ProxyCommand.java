package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "proxy",
        sortOptions = false,
        description = "Send one request to a named target. Its answer goes to standard output, how it came to standard "
                + "error.")
final class ProxyCommand extends ApiCommand {
    private static final Duration LONGEST = Duration.ofHours(2);

    @Option(names = "--target-id", paramLabel = "ID", description = "The target, by its id.")
    @Nullable
    String targetId;

    @Option(names = "--target", paramLabel = "NAME", description = "The target, by its name.")
    @Nullable
    String target;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "M",
            description = "Method (default GET).")
    @Nullable
    String method;

    @Option(names = "--path", paramLabel = "P", description = "Path below the target's base URL (default /).")
    String path = "/";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME:VALUE",
            description = "A header, instead of the target's own of that name; repeatable.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "BODY",
            description = "The body.")
    @Nullable
    String body;

    @Option(names = "--timeout", paramLabel = "S", description = "Seconds (default: the target's).")
    @Nullable
    Double timeout;

    ProxyCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        if ((targetId == null) == (target == null)) {
            throw usage("give either --target-id or --target");
        }
        JsonNode result = api.call("POST", "/api/proxy/request", body(), Map.of(), LONGEST)
                .json();
        if (json) {
            printJson(result);
            return ExitCode.OK;
        }
        if (result.hasNonNull("body")) {
            terminal().bytes(result.path("body").asText().getBytes(StandardCharsets.UTF_8));
        } else if (result.hasNonNull("body_base64")) {
            terminal()
                    .bytes(Base64.getDecoder().decode(result.path("body_base64").asText()));
        }
        terminal()
                .note(Shown.status(result, terminal()).text() + " " + Shown.text(result, "via") + " by "
                        + Terminal.oneLine(Shown.text(result, "agent_id"))
                        + terminal().dot()
                        + Shown.millis(result.at("/timings/total_ms"))
                        + terminal().dot() + "request "
                        + Shown.text(result, "request_id"));
        return ExitCode.OK;
    }

    private ObjectNode body() {
        ObjectNode wish = ApiClient.object().put("path", path);
        put(wish, "target_id", targetId);
        put(wish, "target", target);
        put(wish, "method", method);
        put(wish, "body", body);
        if (timeout != null) {
            wish.put("timeout", timeout);
        }
        ObjectNode given = wish.putObject("headers");
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw usage("--header: '" + header + "' is not NAME:VALUE");
            }
            given.withArray(header.substring(0, colon).strip())
                    .add(header.substring(colon + 1).strip());
        }
        return wish;
    }

    private static void put(ObjectNode wish, String member, @Nullable String value) {
        if (value != null) {
            wish.put(member, value);
        }
    }
}
