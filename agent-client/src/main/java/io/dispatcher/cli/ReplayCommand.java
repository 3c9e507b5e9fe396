package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.Answer;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.ReplayLines;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        sortOptions = false,
        description = "Send a request of the history once more, from where it came or from elsewhere, and show what "
                + "differs in the answer.")
final class ReplayCommand extends ApiCommand {
    /** The original's time-out, which this side does not know, is at most a day; whoever waits longer than this asks the history. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    @Parameters(paramLabel = "ID", description = "The request's id, as the history lists it.")
    String id;

    @Option(names = "--agent-id", paramLabel = "ID", description = "Through this agent instead.")
    @Nullable
    String agentId;

    @Option(names = "--source-address", paramLabel = "A", description = "From this address instead.")
    @Nullable
    String sourceAddress;

    @Option(names = "--anywhere", description = "From any address, by the usual strategy.")
    boolean anywhere;

    @Option(names = "--path", paramLabel = "P", description = "This path and query instead.")
    @Nullable
    String path;

    @Option(names = "--url", paramLabel = "U", description = "This URL instead.")
    @Nullable
    String url;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "M",
            description = "This method instead.")
    @Nullable
    String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME:VALUE",
            description = "This header instead or besides, such as a secret one that was redacted; repeatable.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "BODY",
            description = "This body instead; @FILE reads it from a file.")
    @Nullable
    String data;

    @Option(
            names = {"-f", "--fail"},
            description = "Exit with 4 if status or body differ.")
    boolean fail;

    ReplayCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        Answer answer = api.call("POST", "/api/replay/" + ApiClient.encode(id), wishes(), Map.of(), LONGEST);
        JsonNode replay = answer.json();
        if (!replay.path("diff").isObject()) {
            throw new CommandFailure("the coordinator's answer is not what a replay answers: is it one?");
        }
        if (json) {
            printJson(replay);
        } else {
            ReplayLines.print(replay, terminal());
        }
        JsonNode diff = replay.path("diff");
        boolean differs =
                diff.hasNonNull("status") || !diff.path("body").path("equal").asBoolean(true);
        return fail && differs ? ExitCode.ASSERTION : ExitCode.OK;
    }

    private ObjectNode wishes() throws InputFileException {
        ObjectNode wishes = ApiClient.object();
        if (anywhere) {
            if (agentId != null || sourceAddress != null) {
                throw usage("--anywhere is not for --agent-id and --source-address");
            }
            wishes.putNull("agent_id");
        }
        put("agent_id", agentId, wishes);
        put("source_address", sourceAddress, wishes);
        put("path", path, wishes);
        put("url", url, wishes);
        put("method", method, wishes);
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw usage("--header: '" + header + "' is not NAME:VALUE");
            }
            wishes.withObject("/headers")
                    .withArray(header.substring(0, colon).strip())
                    .add(header.substring(colon + 1).strip());
        }
        if (data != null && data.startsWith("@")) {
            wishes.put("body_base64", InputFileException.read("body file", Path.of(data.substring(1))));
        } else if (data != null) {
            wishes.put("body_base64", data.getBytes(StandardCharsets.UTF_8));
        }
        return wishes;
    }

    private static void put(String member, @Nullable String value, ObjectNode into) {
        if (value != null) {
            into.put(member, value);
        }
    }
}
