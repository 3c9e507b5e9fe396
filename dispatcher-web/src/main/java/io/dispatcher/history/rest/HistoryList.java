package io.dispatcher.history.rest;

import io.dispatcher.history.History;
import io.dispatcher.history.HistoryItem;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A page as the API writes it. */
public record HistoryList(List<Item> items, @Nullable String nextCursor) {

    /** A record in a list. */
    public record Item(
            UUID id,
            String kind,
            Instant time,
            @Nullable String agentId,
            @Nullable String sourceAddress,
            String method,
            String url,
            @Nullable Integer statusCode,
            @Nullable String error,
            double durationMs,
            @Nullable UUID replayOf) {
        static Item of(HistoryItem item) {
            return new Item(
                    item.id(),
                    item.kind(),
                    item.time(),
                    item.agentId(),
                    item.sourceAddress(),
                    item.method(),
                    item.url(),
                    item.statusCode(),
                    item.error(),
                    rounded(item.durationMs()),
                    item.replayOf());
        }
    }

    static HistoryList of(History.Page page) {
        return new HistoryList(page.items().stream().map(Item::of).toList(), page.nextCursor());
    }

    /** To microseconds, as in the answer of an execution. */
    static double rounded(double milliseconds) {
        return Math.round(milliseconds * 1000) / 1000.0;
    }
}
