package io.dispatcher.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.HistoryLines;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The requests as they are remembered. */
final class ShowHistory implements Step {
    private static final int SHOWN = 4;
    private static final int PAGE = 500;
    // It is written in batches, a moment after the answer.
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final long POLL_MILLIS = 100;

    private final Duration bound;

    ShowHistory() {
        this(BOUND);
    }

    /** {@code bound}: how long to wait for it to be as it should. */
    ShowHistory(Duration bound) {
        this.bound = bound;
    }

    @Override
    public void run(Stage stage) throws ApiProblem, Unreachable, InterruptedException {
        List<Sent> newest = stage.sent()
                .subList(Math.max(0, stage.sent().size() - PAGE), stage.sent().size());
        JsonNode items = await(stage, newest);
        stage.heading("History", "GET /api/history?kind=execute");
        for (int i = 0; i < Math.min(SHOWN, items.size()); i++) {
            HistoryLines.print(items.get(i), stage.terminal());
        }
        List<Sent> missing = missing(items, newest);
        if (!missing.isEmpty()) {
            stage.complain(
                    missing.size() + " of " + newest.size() + " requests are not in the history as they were, first "
                            + missing.get(0).requestId(),
                    stage.workspace().log(StartCoordinator.PART));
        } else {
            Terminal terminal = stage.terminal();
            terminal.line(terminal.tick() + " all " + newest.size() + " requests are in the history"
                    + (newest.size() > SHOWN ? ", the newest " + SHOWN + " shown" : ""));
        }
    }

    private JsonNode await(Stage stage, List<Sent> sent) throws ApiProblem, Unreachable, InterruptedException {
        long deadline = System.nanoTime() + bound.toNanos();
        Map<String, String> query =
                new TreeMap<>(Map.of("kind", "execute", "limit", String.valueOf(Math.max(SHOWN, sent.size()))));
        while (true) {
            JsonNode items = stage.api().get("/api/history", query).json().path("items");
            if (missing(items, sent).isEmpty() || System.nanoTime() > deadline) {
                return items;
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Those that are not among the items, or with another source or status. */
    static List<Sent> missing(JsonNode items, List<Sent> sent) {
        Map<String, JsonNode> byId = new HashMap<>();
        items.forEach(item -> byId.put(item.path("id").asText(), item));
        return sent.stream()
                .filter(request -> {
                    JsonNode item = byId.get(request.requestId());
                    return item == null
                            || request.ok() && item.path("status_code").asInt() != 200
                            || request.ok()
                                    && !item.path("source_address").asText().equals(request.source());
                })
                .toList();
    }
}
