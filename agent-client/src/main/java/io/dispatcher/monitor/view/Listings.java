package io.dispatcher.monitor.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.monitor.model.AgentFigures;
import io.dispatcher.monitor.model.Board;
import io.dispatcher.monitor.model.Recent;
import io.dispatcher.monitor.model.Tab;
import io.dispatcher.view.EventLines;
import io.dispatcher.view.Shown;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** The monitor's lists. */
public final class Listings {
    private final Map<Tab, Listing> byTab = new EnumMap<>(Tab.class);
    private final Palette palette;

    public Listings(Palette palette) {
        this.palette = palette;
        byTab.put(Tab.AGENTS, agents());
        byTab.put(Tab.REQUESTS, requests());
        byTab.put(Tab.POOL, pool());
        byTab.put(Tab.QUEUES, queues());
        byTab.put(Tab.ERRORS, errors());
        byTab.put(Tab.EVENTS, events());
    }

    public Listing of(Tab tab) {
        return Objects.requireNonNull(byTab.get(tab));
    }

    private Listing agents() {
        return new Listing(
                Board::agents,
                member("agent_id"),
                List.of(
                        Column.text("AGENT", 0, 0, (a, b) -> new Cell(Shown.text(a, "agent_id"), palette.bold())),
                        Column.text("STATUS", 12, 12, (a, b) -> state(a, "status")),
                        Column.count("BUSY", 5, "in_flight"),
                        figure("REQ/S", 7, f -> f.perSecond(), true),
                        figure("REQUESTS", 8, f -> f.requests(), false),
                        figure("ERRORS", 7, f -> f.errors(), false),
                        Column.number(
                                "ADDR",
                                4,
                                (a, b) -> Cell.of(
                                        Figures.count(a.path("addresses").size())),
                                (a, b) -> a.path("addresses").size()),
                        since("UP", "connected_since").from(88),
                        Column.text(
                                        "ADDRESS",
                                        24,
                                        26,
                                        (a, b) -> Cell.of(
                                                Shown.text(a.path("addresses").path(0), "address")))
                                .from(105),
                        Column.text("LABELS", 0, 0, (a, b) -> new Cell(labels(a), palette.dim()))
                                .from(132)));
    }

    private Column figure(String title, int width, ToDoubleFunction<AgentFigures> figure, boolean rate) {
        return Column.number(
                title,
                width,
                (a, b) -> {
                    double value =
                            figure.applyAsDouble(b.figures(a.path("agent_id").asText()));
                    boolean errors = title.equals("ERRORS") && value > 0;
                    return new Cell(
                            rate ? Figures.rate(value) : Figures.count(Math.round(value)),
                            errors ? palette.warning() : palette.plain());
                },
                (a, b) -> figure.applyAsDouble(b.figures(a.path("agent_id").asText())));
    }

    static String labels(JsonNode agent) {
        return StreamSupport.stream(((Iterable<String>) agent.path("labels")::fieldNames).spliterator(), false)
                .map(name -> name + "=" + agent.path("labels").path(name).asText())
                .collect(Collectors.joining(" "));
    }

    private Listing requests() {
        return new Listing(
                Board::requests,
                member("id"),
                List.of(
                        time(),
                        Column.text("STATUS", 12, 16, (r, b) -> new Cell(Recent.outcome(r), palette.status(r))),
                        Column.text("METHOD", 6, 7, (r, b) -> Cell.of(Shown.text(r, "method"))),
                        Column.text("URL", 0, 0, (r, b) -> Cell.of(url(r))).cutInTheMiddle(),
                        Column.number(
                                "MS",
                                6,
                                (r, b) -> Cell.of(
                                        Figures.millis(r.path("duration_ms").asDouble())),
                                (r, b) -> r.path("duration_ms").asDouble()),
                        Column.text("AGENT", 10, 16, (r, b) -> Cell.of(Shown.text(r, "agent_id"))),
                        Column.text("FROM", 15, 26, (r, b) -> Cell.of(Shown.text(r, "source_address")))
                                .from(125),
                        Column.text("KIND", 8, 8, (r, b) -> new Cell(Shown.text(r, "kind"), palette.dim()))
                                .from(140)));
    }

    // The scheme says little and takes the room of a path.
    private static String url(JsonNode request) {
        return Shown.text(request, "url").replaceFirst("^http://", "");
    }

    private Listing pool() {
        return new Listing(
                Board::addresses,
                a -> a.path("agent_id").asText() + " " + a.path("address").asText(),
                List.of(
                        Column.text("ADDRESS", 0, 0, (a, b) -> new Cell(Shown.text(a, "address"), palette.bold())),
                        Column.text("AGENT", 14, 24, (a, b) -> Cell.of(Shown.text(a, "agent_id"))),
                        Column.text("STATE", 9, 10, (a, b) -> state(a, "state")),
                        Column.count("BUSY", 5, "in_flight"),
                        Column.count("REQUESTS", 8, "requests"),
                        Column.number(
                                "ERRORS",
                                7,
                                (a, b) -> new Cell(
                                        Figures.count(a.path("errors").asLong()),
                                        a.path("errors").asLong() > 0 ? palette.warning() : palette.plain()),
                                (a, b) -> a.path("errors").asLong()),
                        since("IDLE", "last_used").from(88)));
    }

    private Listing queues() {
        return new Listing(
                Board::queues,
                member("name"),
                List.of(
                        Column.text("QUEUE", 0, 0, (q, b) -> new Cell(Shown.text(q, "name"), palette.bold())),
                        Column.number(
                                "DEPTH",
                                7,
                                (q, b) -> new Cell(
                                        Figures.count(q.path("depth").asLong()),
                                        q.path("depth").asLong() > 0 ? palette.warning() : palette.plain()),
                                (q, b) -> q.path("depth").asLong()),
                        Column.number(
                                "OLDEST",
                                6,
                                (q, b) -> Cell.of(
                                        q.path("depth").asLong() == 0
                                                ? "-"
                                                : Shown.duration(
                                                        q.path("oldest_ms").asLong())),
                                (q, b) -> q.path("oldest_ms").asLong()),
                        Column.count("TAKERS", 6, "consumers"),
                        Column.count("DELIVERING", 10, "delivering").from(90),
                        Column.count("HELD", 6, "scheduled").from(100),
                        Column.count("EXPIRED", 7, "expired"),
                        Column.count("DEAD", 6, "dead")));
    }

    private Listing errors() {
        return new Listing(
                Board::errors,
                member("error"),
                List.of(
                        Column.text("ERROR", 18, 24, (e, b) -> new Cell(Shown.text(e, "error"), palette.bad())),
                        Column.count("COUNT", 7, "count"),
                        Column.text("LAST", 8, 8, (e, b) -> Cell.of(ago(e.path("last"), "time"))),
                        Column.text("AGENT", 14, 24, (e, b) -> Cell.of(Shown.text(e.path("last"), "agent_id"))),
                        Column.text("LATEST REQUEST", 0, 0, (e, b) -> Cell.of(url(e.path("last"))))
                                .cutInTheMiddle()));
    }

    private Listing events() {
        return new Listing(
                Board::events,
                member("id"),
                List.of(
                        time(),
                        Column.text(
                                "EVENT",
                                22,
                                26,
                                (e, b) -> new Cell(
                                        Shown.text(e, "type"),
                                        EventLines.bad(e.path("type").asText()) ? palette.bad() : palette.bold())),
                        Column.text("WHAT", 0, 0, (e, b) -> new Cell(EventLines.data(e), palette.plain()))));
    }

    private Column time() {
        return Column.text("TIME", 8, 8, (r, b) -> new Cell(clock(Shown.text(r, "time")), palette.dim()))
                .by((r, b) -> r.path("time").asText());
    }

    // A list of what happens now has no room for the date.
    private static String clock(String timestamp) {
        String time = Shown.time(timestamp);
        return time.substring(time.lastIndexOf(' ') + 1);
    }

    // Sorted by how long it is: the latest time is the shortest.
    private static Column since(String title, String member) {
        return Column.number(title, 6, (a, b) -> Cell.of(ago(a, member)), (a, b) -> a.path(member)
                        .asText())
                .by((a, b) -> -seconds(a.path(member).asText()));
    }

    private static long seconds(String timestamp) {
        try {
            return Instant.parse(timestamp).getEpochSecond();
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static String ago(JsonNode item, String member) {
        return item.hasNonNull(member) ? Shown.ago(item.path(member).asText()).replace(" ago", "") : "-";
    }

    private Cell state(JsonNode item, String member) {
        String state = Shown.text(item, member);
        return new Cell(state, palette.state(state));
    }

    private static Function<JsonNode, String> member(String name) {
        return item -> item.path(name).asText();
    }
}
