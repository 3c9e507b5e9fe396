package io.dispatcher.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The request of {@code exec}: its options, and the JSON the API takes. What is not given is left to the coordinator. */
final class ExecRequest {
    private static final double DEFAULT_TIMEOUT = 30;
    private static final double MARGIN = 15;

    @Parameters(paramLabel = "URL", description = "What to request (http or https).")
    String url;

    @Option(
            names = {"-X", "--method"},
            paramLabel = "M",
            description = "The method (default GET; POST with -d).")
    @Nullable
    String method;

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME:VALUE",
            description = "A header; repeatable.")
    List<String> headers = new ArrayList<>();

    @Option(
            names = {"-d", "--data"},
            paramLabel = "BODY",
            description = "The body; @FILE reads it from a file, @- from standard input.")
    @Nullable
    String data;

    @Option(names = "--agent-id", paramLabel = "ID", description = "Through this agent.")
    @Nullable
    String agentId;

    @Option(names = "--source-address", paramLabel = "A", description = "From this address.")
    @Nullable
    String sourceAddress;

    @Option(names = "--label", paramLabel = "K=V", description = "Through an agent with this label; repeatable.")
    Map<String, String> labels = new LinkedHashMap<>();

    @Option(
            names = "--strategy",
            paramLabel = "S",
            description = "round_robin, random, least_in_flight or sticky (with --session).")
    @Nullable
    String strategy;

    @Option(names = "--session", paramLabel = "S", description = "What sticky sticks to.")
    @Nullable
    String session;

    @Option(names = "--timeout", paramLabel = "S", description = "Seconds for the whole exchange with the target (30).")
    @Nullable
    Double timeout;

    @Option(names = "--ttl", paramLabel = "S", description = "Seconds it may stay in queues (= timeout).")
    @Nullable
    Double ttl;

    @Option(names = "--agent-wait", paramLabel = "S", description = "Seconds to wait for an agent (= ttl).")
    @Nullable
    Double agentWait;

    @Option(
            names = "--ack-wait",
            paramLabel = "S",
            description = "Seconds to wait for the agent's acknowledgement (5).")
    @Nullable
    Double ackWait;

    @Option(names = "--reply-wait", paramLabel = "S", description = "Seconds to wait for its answer (timeout + 5).")
    @Nullable
    Double replyWait;

    @Option(names = "--max-response-bytes", paramLabel = "N", description = "Cut a longer body (10485760).")
    @Nullable
    Long maxResponseBytes;

    @Option(
            names = "--follow-redirects",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Follow redirects (default) or show the first.")
    boolean followRedirects = true;

    @Option(
            names = "--verify-tls",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Check the target's certificate (default), or accept any.")
    boolean verifyTls = true;

    @Option(
            names = "--redeliver",
            description = "If the agent is lost midway do it again elsewhere, whatever the method.")
    boolean redeliver;

    @Option(names = "--callback-url", paramLabel = "URL", description = "With --async: where the outcome is posted.")
    @Nullable
    String callbackUrl;

    /** How long an answer can take with these waits, and a margin for the way there and back. */
    Duration longestWait() {
        double exchange = timeout == null ? DEFAULT_TIMEOUT : timeout;
        double queue = Math.max(ttl == null ? exchange : ttl, agentWait == null ? 0 : agentWait);
        double reply = (ackWait == null ? 5 : ackWait) + (replyWait == null ? exchange + 5 : replyWait);
        double seconds = Math.min(Math.max(queue, 0) + Math.max(reply, 0) + MARGIN, 86_400);
        return Duration.ofMillis((long) (seconds * 1000));
    }

    ObjectNode json(ApiCommand command) throws InputFileException {
        checkUrl(command);
        ObjectNode json = ApiClient.object().put("url", url);
        json.put("method", method != null ? method : data != null ? "POST" : "GET");
        if (!headers.isEmpty()) {
            addHeaders(json.putObject("headers"), command);
        }
        if (data != null) {
            addBody(json, data);
        }
        put(json, "agent_id", agentId);
        put(json, "source_address", sourceAddress);
        put(json, "strategy", strategy);
        put(json, "session", session);
        put(json, "callback_url", callbackUrl);
        put(json, "timeout", timeout);
        put(json, "ttl", ttl);
        put(json, "agent_wait", agentWait);
        put(json, "ack_wait", ackWait);
        put(json, "reply_wait", replyWait);
        if (!labels.isEmpty()) {
            labels.forEach(json.putObject("labels")::put);
        }
        if (maxResponseBytes != null) {
            json.put("max_response_bytes", maxResponseBytes);
        }
        addSwitches(json);
        return json;
    }

    private void addSwitches(ObjectNode json) {
        if (!followRedirects) {
            json.put("follow_redirects", false);
        }
        if (!verifyTls) {
            json.put("verify_tls", false);
        }
        if (redeliver) {
            json.put("redeliver", true);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable String value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable Double value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    private void checkUrl(ApiCommand command) {
        String scheme = null;
        try {
            URI uri = URI.create(url);
            scheme = uri.getHost() == null ? null : uri.getScheme();
        } catch (IllegalArgumentException e) {
            // told below
        }
        if (!"http".equalsIgnoreCase(scheme) && !"https".equalsIgnoreCase(scheme)) {
            throw command.usage("'" + url + "' is not a URL like https://example.com/path");
        }
    }

    private void addHeaders(ObjectNode json, ApiCommand command) {
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw command.usage("-H '" + header + "' is not NAME:VALUE");
            }
            ArrayNode values = json.withArray(header.substring(0, colon).strip());
            values.add(header.substring(colon + 1).strip());
        }
    }

    private static void addBody(ObjectNode json, String data) throws InputFileException {
        if (!data.startsWith("@")) {
            json.put("body", data);
            return;
        }
        byte[] bytes =
                data.equals("@-") ? standardInput() : InputFileException.read("body file", Path.of(data.substring(1)));
        try {
            json.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(bytes))
                            .toString());
        } catch (CharacterCodingException e) {
            json.put("body_base64", bytes);
        }
    }

    private static byte[] standardInput() throws InputFileException {
        try {
            return System.in.readAllBytes();
        } catch (IOException e) {
            throw new InputFileException("standard input cannot be read (" + e.getMessage() + ")");
        }
    }
}
