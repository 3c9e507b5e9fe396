package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table;

/** The queues as a table. */
public final class QueueTable {
    private QueueTable() {}

    /** One row a queue. */
    public static Table of(JsonNode queues) {
        Table table = new Table()
                .elastic("QUEUE")
                .number("DEPTH")
                .number("OLDEST")
                .number("CONSUMERS")
                .optionalNumber("DELIVERING")
                .number("EXPIRED")
                .number("DEAD");
        for (JsonNode queue : queues) {
            table.row(
                    Shown.text(queue, "name"),
                    Shown.text(queue, "depth"),
                    queue.path("depth").asLong() == 0
                            ? "-"
                            : Shown.duration(queue.path("oldest_ms").asLong()),
                    Shown.text(queue, "consumers"),
                    Shown.text(queue, "delivering"),
                    Shown.text(queue, "expired"),
                    Shown.text(queue, "dead"));
        }
        return table;
    }
}
