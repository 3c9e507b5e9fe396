package io.dispatcher.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.Answer;
import io.dispatcher.api.AnswerLines;
import io.dispatcher.api.ApiClient;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "exec",
        sortOptions = false,
        description =
                "Send one HTTP request through an agent. The target's answer goes to standard output, who sent it "
                        + "from where and how long it took to standard error.")
final class ExecCommand extends ApiCommand {
    /** A body of 64 MiB, escaped, would be longer: who wants such from everywhere must cut it by --max-response-bytes. */
    private static final int LONGEST_ROW = 64 * 1024 * 1024;

    @Mixin
    ExecRequest request = new ExecRequest();

    @Option(
            names = {"-i", "--include"},
            description = "Show the answer's headers too.")
    boolean include;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the answer's body to this file.")
    @Nullable
    Path output;

    @Option(
            names = {"-f", "--fail"},
            description = "Exit with 4 if the target answers 400 or above.")
    boolean fail;

    @Option(names = "--explain", description = "Only say which agent and address would send it.")
    boolean explain;

    @Option(names = "--async", description = "Do not wait: print the request's id once it is stored.")
    boolean async;

    @Option(
            names = "--from",
            paramLabel = "AGENT",
            description =
                    "From each of these agents at once, '*' for all that are connected; repeatable. Shows what differs.")
    List<String> from = new ArrayList<>();

    @Option(names = "--each-address", description = "With --from: from each of their addresses.")
    boolean eachAddress;

    @Option(
            names = "--idempotency-key",
            paramLabel = "K",
            description = "Do it once however often it is asked with this key.")
    @Nullable
    String idempotencyKey;

    ExecCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    int run(ApiClient api) throws Exception {
        ObjectNode body = request.json(this);
        if (!from.isEmpty()) {
            return everywhere(api, body);
        }
        if (eachAddress) {
            throw usage("--each-address needs --from");
        }
        if (explain) {
            return explained(api.post("/api/execute/explain", body).json());
        }
        Answer answer = api.call("POST", "/api/execute", body, headers(), request.longestWait());
        JsonNode result = answer.json();
        if (!result.isObject()) {
            throw new CommandFailure("the coordinator's answer is not what an execution answers: is it one?");
        }
        if (answer.status() == 202) {
            return accepted(result);
        }
        return executed(result);
    }

    private int everywhere(ApiClient api, ObjectNode body) throws Exception {
        if (explain || async || idempotencyKey != null || include || output != null) {
            throw usage("--from is not for --explain, --async, --idempotency-key, --include and --output");
        }
        from.forEach(body.withArray("from")::add);
        body.put("addresses", eachAddress ? "each" : "one");
        MatrixRows rows = new MatrixRows(terminal(), json);
        try (AnswerLines lines = api.stream("/api/execute/matrix", body, request.longestWait(), LONGEST_ROW)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                rows.row(line);
            }
        }
        rows.end();
        return rows.failed() || (fail && rows.refused()) ? ExitCode.ASSERTION : ExitCode.OK;
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (async) {
            headers.put("Prefer", "respond-async");
        }
        if (idempotencyKey != null) {
            headers.put("Idempotency-Key", idempotencyKey);
        }
        return headers;
    }

    private int executed(JsonNode result) throws IOException, CommandFailure {
        if (output != null) {
            write(output, Bodies.bytes(result));
        }
        if (json) {
            printJson(result);
        } else {
            summary(result);
            if (include) {
                Bodies.headers(result.path("headers"), "", terminal());
                terminal().line("");
            }
            if (output == null) {
                Bodies.print(result, terminal());
            }
        }
        return fail && result.path("status_code").asInt() >= 400 ? ExitCode.ASSERTION : ExitCode.OK;
    }

    private static void write(Path file, byte[] bytes) throws CommandFailure {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + file + " (" + e + ")");
        }
    }

    private void summary(JsonNode result) {
        Terminal terminal = terminal();
        var status = Shown.status(result, terminal);
        int attempts = result.path("attempts").asInt(1);
        terminal.note(status.style().apply(Terminal.oneLine(Shown.text(result, "http_version") + " " + status.text()))
                + terminal.dot() + terminal.bold(Terminal.oneLine(Shown.text(result, "agent_id"))) + " from "
                + terminal.bold(Terminal.oneLine(Shown.text(result, "source_address")))
                + terminal.dot() + Shown.text(result, "size_bytes") + " bytes"
                + (result.path("body_truncated").asBoolean() ? terminal.yellow(" (cut)") : "")
                + (attempts > 1 ? terminal.dot() + terminal.yellow(attempts + " attempts") : ""));
        terminal.note(terminal.dim(Bodies.timings(result.path("timings"), terminal)));
        terminal.note(terminal.dim("request " + Terminal.oneLine(Shown.text(result, "request_id"))));
    }

    private int accepted(JsonNode answer) throws IOException {
        if (json) {
            printJson(answer);
        } else {
            String id = Terminal.oneLine(Shown.text(answer, "request_id"));
            terminal().line(id);
            terminal().note(terminal().dim("stored, not yet answered: see 'dispatcher history " + id + "'"));
        }
        return ExitCode.OK;
    }

    private int explained(JsonNode answer) throws IOException {
        if (json) {
            printJson(answer);
            return ExitCode.OK;
        }
        answer.fields().forEachRemaining(member -> terminal()
                .line(terminal().dim(String.format("%-15s", member.getKey().replace('_', ' '))) + " "
                        + Terminal.oneLine(
                                member.getValue().isValueNode()
                                        ? member.getValue().asText("-")
                                        : member.getValue().toString())));
        return ExitCode.OK;
    }
}
