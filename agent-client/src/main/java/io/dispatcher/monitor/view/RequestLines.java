package io.dispatcher.monitor.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.monitor.model.Recent;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedStringBuilder;

/** A record of the history, whole: where its time went, its hops, what was sent and what came. */
final class RequestLines {
    private static final List<String> PHASES = List.of("queue_ms", "dns_ms", "connect_ms", "tls_ms", "first_byte_ms");
    private static final int NUMBERS = 24;

    private final Lines lines;
    private final Palette palette;

    RequestLines(Lines lines) {
        this.lines = lines;
        this.palette = lines.palette();
    }

    void add(JsonNode record) {
        summary(record);
        waterfall(record.path("timings"));
        hops(record.path("hops"));
        JsonNode problem = record.path("problem");
        if (problem.isObject() && !problem.isEmpty()) {
            lines.title("Problem");
            problem(problem);
        }
        message("Request", record.path("request"));
        message("Response", record.path("response"));
    }

    private void summary(JsonNode record) {
        lines.line(new AttributedStringBuilder()
                .styled(palette.status(record).bold(), Terminal.oneLine(Recent.outcome(record)))
                .append("  ")
                .styled(palette.bold(), Terminal.oneLine(Shown.text(record, "method")))
                .append(" ")
                .append(Terminal.oneLine(Shown.text(record, "url")))
                .toAttributedString());
        lines.field("request", record, "id");
        lines.field(
                "time", Shown.time(Shown.text(record, "time")) + "  took " + Shown.millis(record.path("duration_ms")));
        lines.field("agent", Shown.text(record, "agent_id") + "  from " + Shown.text(record, "source_address"));
        String attempts = record.path("attempts").asInt(1) > 1 ? "  attempts " + Shown.text(record, "attempts") : "";
        lines.field("kind", Shown.text(record, "kind") + attempts);
        lines.field("caller", record, "caller");
        lines.field("replay of", record, "replay_of");
        if (!record.path("complete").asBoolean(true)) {
            lines.field("left out", "bodies and hops: the recorder could not keep up", palette.warning());
        }
        record.path("tunnel")
                .properties()
                .forEach(e ->
                        lines.field(e.getKey().replace('_', ' '), e.getValue().asText()));
    }

    private void waterfall(JsonNode timings) {
        double total =
                timings.path("queue_ms").asDouble() + timings.path("total_ms").asDouble();
        if (!timings.isObject() || total <= 0) {
            return;
        }
        lines.title("Where the time went");
        List<String> names = new ArrayList<>(PHASES);
        double known = names.stream()
                .mapToDouble(name -> timings.path(name).asDouble())
                .sum();
        double before = 0;
        for (String name : names) {
            double ms = timings.path(name).asDouble();
            bar(name.replaceFirst("_ms$", "").replace('_', ' '), before, ms, Math.max(total, known));
            before += ms;
        }
        if (total > known) {
            bar("rest", before, total - known, total);
        }
    }

    private void bar(String name, double before, double ms, double total) {
        int room = Math.max(1, lines.width() - NUMBERS);
        int from = (int) Math.min(room - 1, Math.round(before / total * room));
        int length = ms <= 0 ? 0 : (int) Math.max(1, Math.min(room - from, Math.round(ms / total * room)));
        lines.line(new AttributedStringBuilder()
                .styled(palette.dim(), "  " + String.format("%-10s", name))
                .append(String.format("%8s ms ", Figures.millis(ms)))
                .append(" ".repeat(from))
                .styled(palette.accent(), palette.bar().repeat(length))
                .toAttributedString());
    }

    private void hops(JsonNode hops) {
        if (hops.isEmpty()) {
            return;
        }
        lines.title("Hops");
        for (JsonNode hop : hops) {
            lines.line(new AttributedStringBuilder()
                    .append(String.format(
                            "  %10s ms  ", Figures.millis(hop.path("at_ms").asDouble())))
                    .styled(palette.bold(), Terminal.oneLine(Shown.text(hop, "name")))
                    .append(
                            hop.hasNonNull("detail")
                                    ? "  " + Terminal.oneLine(hop.path("detail").asText())
                                    : "")
                    .toAttributedString());
        }
    }

    void problem(JsonNode problem) {
        String type = problem.path("type").asText();
        lines.field("type", type.substring(type.lastIndexOf('/') + 1), palette.bad());
        lines.field("detail", problem, "detail");
        lines.field("source", problem, "failure_source");
        lines.field("status", problem, "status");
    }

    void message(String title, JsonNode message) {
        if (!message.isObject() || message.isEmpty()) {
            return;
        }
        lines.title(title);
        lines.field("status", message, "status_code");
        lines.field("version", message, "http_version");
        lines.field("bytes", message, "size_bytes");
        lines.field("timeout", message.has("timeout") ? Shown.text(message, "timeout") + " s" : "-");
        lines.headers(message.path("headers"));
        body(message);
    }

    private void body(JsonNode message) {
        JsonNode body = message.path("body");
        if (body.isTextual() && !body.asText().isEmpty()) {
            lines.blank();
            lines.text(pretty(body.asText()).stripTrailing(), palette.plain());
        } else if (body.isContainerNode()) {
            lines.blank();
            lines.text(body.toPrettyString(), palette.plain());
        } else if (message.hasNonNull("body_base64")) {
            lines.blank();
            lines.text("(a body that is no text)", palette.dim());
        }
        if (message.path("body_cut").asBoolean()) {
            lines.text("(the history keeps no more of it)", palette.dim());
        }
    }

    private static String pretty(String body) {
        String start = body.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return body;
        }
        try {
            JsonNode json = ApiClient.mapper().readTree(body);
            return json == null ? body : json.toPrettyString();
        } catch (JsonProcessingException e) {
            return body;
        }
    }
}
