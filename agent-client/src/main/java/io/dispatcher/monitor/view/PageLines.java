package io.dispatcher.monitor.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.monitor.model.AgentFigures;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Page;
import io.dispatcher.monitor.model.Recent;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.ReplayLines;
import io.dispatcher.view.Shown;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;

/** A page as lines, however many they are. */
final class PageLines {
    private static final int MOST_REQUESTS = 20;

    private final Palette palette;
    private final boolean colour;
    private final boolean unicode;

    PageLines(Palette palette, boolean colour, boolean unicode) {
        this.palette = palette;
        this.colour = colour;
        this.unicode = unicode;
    }

    static String title(Page page) {
        return switch (page.kind()) {
            case HELP -> "Help";
            case AGENT -> "Agent " + page.id();
            case REQUEST -> "Request " + page.id();
            case REPLAY -> "Replay of " + page.id();
            case RESULT -> "Answer to the stored request";
            case QUEUE -> "Queue " + page.id();
            case EVENT -> "Event " + page.id();
        };
    }

    List<AttributedString> of(Page page, Board board, int width) {
        Lines lines = new Lines(width, palette);
        if (!page.problem().isEmpty()) {
            lines.text(page.problem(), palette.bad());
            return lines.lines();
        }
        if (page.kind() == Page.Kind.HELP) {
            Help.add(lines);
        } else if (page.kind() == Page.Kind.AGENT) {
            agent(page, board, lines);
        } else if (page.data().isMissingNode()) {
            lines.text("asking" + palette.ellipsis(), palette.dim());
        } else {
            data(page, lines);
        }
        return lines.lines();
    }

    private void data(Page page, Lines lines) {
        switch (page.kind()) {
            case REQUEST -> new RequestLines(lines).add(page.data());
            case REPLAY -> replay(page.data(), lines);
            case RESULT -> result(page.data(), lines);
            default -> {
                lines.title("Everything known of it");
                lines.text(page.data().toPrettyString(), palette.plain());
            }
        }
    }

    private void replay(JsonNode replay, Lines lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ReplayLines.print(replay, new Terminal(out, out, false, colour, unicode));
        bytes.toString(StandardCharsets.UTF_8).lines().forEach(line -> lines.line(AttributedString.fromAnsi(line)));
        new RequestLines(lines).message("Response", replay.path("result"));
    }

    private void result(JsonNode result, Lines lines) {
        lines.field("request", result, "request_id");
        lines.field("agent", Shown.text(result, "agent_id") + "  from " + Shown.text(result, "source_address"));
        result.path("timings")
                .properties()
                .forEach(e ->
                        lines.field(e.getKey().replaceFirst("_ms$", "").replace('_', ' '), Shown.millis(e.getValue())));
        new RequestLines(lines).message("Response", result);
    }

    private void agent(Page page, Board board, Lines lines) {
        JsonNode listed = board.agent(page.id());
        JsonNode agent = listed.isMissingNode() ? page.data() : listed;
        if (agent.isMissingNode()) {
            lines.text("the coordinator does not know it any more", palette.warning());
            return;
        }
        String status = Shown.text(agent, "status");
        AgentFigures figures = board.figures(page.id());
        lines.field("status", status, palette.state(status));
        lines.field(
                "connected",
                agent.hasNonNull("connected_since")
                        ? Shown.ago(agent.path("connected_since").asText())
                        : "-");
        lines.field("node", agent, "node");
        lines.field("in flight", agent, "in_flight");
        lines.field(
                "requests",
                Figures.count(figures.requests()) + "  errors " + Figures.count(figures.errors()) + "  now "
                        + Figures.rate(figures.perSecond()) + "/s");
        lines.field("labels", Listings.labels(agent));
        lines.field("can", joined(agent.path("capabilities")));
        lines.field("upstreams", joined(agent.path("upstreams")));
        addresses(page.id(), board, lines);
        requests(
                "Latest errors",
                board.requests().stream().filter(Recent::failed).toList(),
                page.id(),
                lines);
        requests("Latest requests", board.requests(), page.id(), lines);
    }

    private static String joined(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining(" "));
    }

    private void addresses(String id, Board board, Lines lines) {
        List<JsonNode> own = board.addresses().stream()
                .filter(address -> address.path("agent_id").asText().equals(id))
                .toList();
        if (own.isEmpty()) {
            return;
        }
        lines.title("Addresses (" + own.size() + ")");
        for (JsonNode address : own) {
            String state = Terminal.oneLine(Shown.text(address, "state"));
            lines.line(new AttributedStringBuilder()
                    .append(String.format("  %-39s ", Terminal.oneLine(Shown.text(address, "address"))))
                    .styled(palette.state(state), String.format("%-10s", state))
                    .append(String.format(
                            "%8s", Figures.count(address.path("requests").asLong())))
                    .styled(palette.dim(), " requests ")
                    .append(String.format(
                            "%5s", Figures.count(address.path("errors").asLong())))
                    .styled(palette.dim(), " errors")
                    .toAttributedString());
        }
    }

    private void requests(String title, List<JsonNode> all, String agent, Lines lines) {
        List<JsonNode> own = all.stream()
                .filter(item -> item.path("agent_id").asText().equals(agent))
                .limit(MOST_REQUESTS)
                .toList();
        if (own.isEmpty()) {
            return;
        }
        lines.title(title);
        for (JsonNode item : own) {
            lines.line(new AttributedStringBuilder()
                    .styled(palette.dim(), "  " + Shown.time(Shown.text(item, "time")) + "  ")
                    .styled(palette.status(item), Terminal.oneLine(Recent.outcome(item)))
                    .append(" " + Terminal.oneLine(Shown.text(item, "method")) + " "
                            + Terminal.oneLine(Shown.text(item, "url")))
                    .styled(palette.dim(), "  " + Shown.millis(item.path("duration_ms")))
                    .toAttributedString());
        }
    }
}
