package io.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The coordinator's event log, read on from a number over as many connections as it takes. For one thread, but for
 * {@link #close}.
 */
public final class EventFollower implements AutoCloseable {
    /** Takes what comes. */
    public interface Reader {
        /** The connection is there. */
        void opened() throws InterruptedException;

        /** An event, with its number as {@code id}. */
        void event(JsonNode event) throws InterruptedException;

        /** Numbers that are missing: {@code from}, {@code to}. */
        void gap(JsonNode gap) throws InterruptedException;
    }

    private static final String SNAPSHOT = "/api/events/snapshot";
    private static final String STREAM = "/api/events/stream";
    private static final String SINCE = "since_id";
    private static final String DATA = "data: ";

    private final ApiClient api;
    private long cursor;
    private volatile @Nullable AnswerLines open;
    private volatile boolean closed;

    /** {@code since}: events after this number. */
    public EventFollower(ApiClient api, long since) {
        this.api = api;
        this.cursor = since;
    }

    /** The number of the last event there is. */
    public static long last(ApiClient api) throws ApiProblem, Unreachable, InterruptedException {
        // Beyond every number the answer says which is the last.
        return snapshot(api, 999_999_999_999_999_999L, 1).path("next_since_id").asLong();
    }

    /** At most {@code limit} events after a number, as {@code events}. */
    public static JsonNode snapshot(ApiClient api, long since, int limit)
            throws ApiProblem, Unreachable, InterruptedException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put(SINCE, String.valueOf(since));
        query.put("limit", String.valueOf(limit));
        return api.get(SNAPSHOT, query).json();
    }

    /**
     * Reads until the connection ends, however it does; the next call goes on after it. Throws only where there is no
     * connection.
     */
    public void follow(Reader reader) throws ApiProblem, Unreachable, IOException, InterruptedException {
        try (AnswerLines lines = api.events(STREAM, Map.of(SINCE, String.valueOf(cursor)))) {
            open = lines;
            reader.opened();
            while (!closed) {
                String line = next(lines);
                if (line == null) {
                    return;
                }
                if (line.startsWith(DATA)) {
                    tell(ApiClient.mapper().readTree(line.substring(DATA.length())), reader);
                }
            }
        } finally {
            open = null;
        }
    }

    private static @Nullable String next(AnswerLines lines) {
        try {
            return lines.next();
        } catch (Unreachable e) {
            // It is asked again from where it was.
            return null;
        }
    }

    private void tell(JsonNode event, Reader reader) throws InterruptedException {
        if (event.has("to")) {
            reader.gap(event);
            cursor = Math.max(cursor, event.path("to").asLong());
        } else {
            reader.event(event);
            cursor = event.path("id").asLong();
        }
    }

    /** Ends a {@link #follow} under way. */
    @Override
    public void close() {
        closed = true;
        AnswerLines lines = open;
        if (lines != null) {
            lines.close();
        }
    }
}
