package io.dispatcher.monitor.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Link;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.Shown;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** What is always on the screen: the connection, who and what there is, how fast and how well it goes. */
final class HeaderLines {
    static final int HEIGHT = 3;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final int LEAST_GRAPH = 16;
    private static final int WIDEST_GRAPH = 60;

    private final Palette palette;

    HeaderLines(Palette palette) {
        this.palette = palette;
    }

    List<AttributedString> of(Board board, Instant now, int width) {
        return List.of(connection(board, now, width), counts(board, width), speed(board, width));
    }

    private AttributedString connection(Board board, Instant now, int width) {
        AttributedStringBuilder left = new AttributedStringBuilder();
        left.styled(palette.bold(), "dispatcher")
                .append("  ")
                .append(Terminal.oneLine(board.coordinator()))
                .append("  ");
        Link link = board.link();
        long seconds = Math.max(0, Duration.between(link.since(), now).toSeconds());
        switch (link.state()) {
            case LIVE -> left.styled(palette.good(), palette.dot() + " live");
            case WITHOUT_EVENTS ->
                left.styled(palette.warning(), palette.dot() + " no live events: " + Terminal.oneLine(link.reason()));
            case LOST ->
                left.styled(
                        palette.bad(),
                        palette.dot() + " away " + Shown.duration(seconds * 1000) + ", retrying: "
                                + Terminal.oneLine(link.reason()));
        }
        if (link.state() == Link.State.LOST) {
            // Why is worth more than the time.
            return Fit.cut(left.toAttributedString(), width, palette);
        }
        String uptime = board.stats().has("uptime_seconds")
                ? "up " + Shown.duration(board.stats().path("uptime_seconds").asLong() * 1000) + "  "
                : "";
        AttributedString right =
                new AttributedString(uptime + CLOCK.format(now.atZone(ZoneId.systemDefault())), palette.dim());
        return Fit.sides(left.toAttributedString(), right, width, palette);
    }

    private AttributedString counts(Board board, int width) {
        JsonNode stats = board.stats();
        JsonNode queue = stats.path("queue");
        List<AttributedString> parts = new ArrayList<>();
        parts.add(share("agents", stats.path("agents"), "connected", "total"));
        parts.add(share("pool", stats.path("pool"), "available", "size"));
        parts.add(part("busy", Figures.count(board.inFlight()), palette.bold()));
        long depth = queue.path("depth").asLong();
        String oldest =
                depth == 0 ? "" : " (" + Shown.duration(queue.path("oldest_ms").asLong()) + ")";
        parts.add(part("queued", Figures.count(depth) + oldest, depth > 0 ? palette.warning() : palette.bold()));
        parts.add(alarm("expired", queue.path("expired").asLong()));
        parts.add(alarm("dead", queue.path("dead").asLong()));
        parts.add(part(
                "channels", Figures.count(stats.path("websocket_connections").asLong()), palette.bold()));
        return Fit.segments(parts, width, "   ");
    }

    private AttributedString speed(Board board, int width) {
        JsonNode requests = board.stats().path("requests");
        JsonNode latency = board.stats().path("latency_ms");
        long total = requests.path("total").asLong();
        long failed = requests.path("failed").asLong();
        double good = total == 0 ? 100 : 100.0 * (total - failed) / total;
        List<AttributedString> parts = new ArrayList<>();
        parts.add(part(
                "req/s", String.format("%-6s", Figures.rate(board.requestRate().now())), palette.bold()));
        parts.add(part("ok", String.format(Locale.ROOT, "%.1f%%", good), good < 95 ? palette.bad() : palette.good()));
        parts.add(part(
                "p50 p95 p99",
                Figures.millis(latency.path("p50").asDouble()) + " "
                        + Figures.millis(latency.path("p95").asDouble()) + " "
                        + Figures.millis(latency.path("p99").asDouble()) + " ms",
                palette.bold()));
        parts.add(part("sum", Figures.count(total), palette.bold()));
        parts.add(alarm("failed", failed));
        AttributedString figures = Fit.segments(parts, width, "   ");
        int room = Math.min(WIDEST_GRAPH, width - figures.columnLength() - 2);
        if (room < LEAST_GRAPH) {
            return figures;
        }
        AttributedString graph =
                new AttributedString(Figures.sparkline(board.requestRate().series(), room, palette), palette.accent());
        return Fit.sides(figures, graph, width, palette);
    }

    private AttributedString share(String name, JsonNode of, String part, String whole) {
        long some = of.path(part).asLong();
        long all = of.path(whole).asLong();
        AttributedStyle style = some == 0 ? palette.bad() : some < all ? palette.warning() : palette.good();
        return part(name, Figures.count(some) + "/" + Figures.count(all), style);
    }

    private AttributedString alarm(String name, long count) {
        return part(name, Figures.count(count), count > 0 ? palette.warning() : palette.bold());
    }

    private AttributedString part(String name, String value, AttributedStyle style) {
        return new AttributedStringBuilder()
                .styled(palette.dim(), name + " ")
                .styled(style, value)
                .toAttributedString();
    }
}
