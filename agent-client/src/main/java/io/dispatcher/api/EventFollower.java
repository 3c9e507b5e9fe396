package io.dispatcher.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

    /** Three times the seconds after which a coordinator, if nothing else is said to it, tells that it lives. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

    private final ApiClient api;
    private volatile Duration silence;
    private long cursor;
    private volatile @Nullable AnswerLines open;
    private volatile boolean closed;

    /** {@code since}: events after this number. */
    public EventFollower(ApiClient api, long since) {
        this(api, since, SILENCE);
    }

    /** {@code silence}: how long nothing may come before the connection counts as lost. */
    EventFollower(ApiClient api, long since, Duration silence) {
        this.api = api;
        this.cursor = since;
        this.silence = silence;
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
            Thread listening = new Thread(() -> closeWhenSilent(lines), "events-silence");
            listening.setDaemon(true);
            listening.start();
            try {
                reader.opened();
                read(lines, reader);
            } finally {
                listening.interrupt();
            }
        } finally {
            open = null;
        }
    }

    private void read(AnswerLines lines, Reader reader) throws IOException, InterruptedException {
        while (!closed) {
            String line = next(lines);
            if (line == null) {
                return;
            }
            if (line.startsWith(DATA)) {
                tell(ApiClient.mapper().readTree(line.substring(DATA.length())), reader);
            }
        }
    }

    // A connection whose other side is gone without a word never ends a read by itself.
    private void closeWhenSilent(AnswerLines lines) {
        Duration limit = silence;
        try {
            while (!lines.silentFor(limit)) {
                TimeUnit.MILLISECONDS.sleep(Math.max(1, limit.toMillis() / 8));
            }
        } catch (InterruptedException e) {
            return;
        }
        // The coordinator may have been told to say so less often: then it is not cut off again and again.
        Duration longer = limit.multipliedBy(2);
        silence = longer.compareTo(LONGEST_SILENCE) < 0 ? longer : LONGEST_SILENCE;
        lines.close();
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
