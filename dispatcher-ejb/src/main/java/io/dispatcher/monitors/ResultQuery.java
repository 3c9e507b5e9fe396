package io.dispatcher.monitors;

import io.dispatcher.history.HistoryQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A page of results, steps of them, or changes; newest first.
 *
 * @param before older than this id (the cursor); null: from the newest
 * @param limit 1 to 1,000
 * @param since ended at or after
 * @param until ended before
 * @param stepSeconds null: the results as they are
 */
public record ResultQuery(
        @Nullable UUID before,
        int limit,
        @Nullable String agentId,
        @Nullable String sourceAddress,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable Integer stepSeconds) {
    /** Query parameters understood. */
    public static final List<String> PARAMETERS =
            List.of("since", "until", "agent_id", "source_address", "limit", "cursor", "step");
    /** Those without steps: of changes. */
    public static final List<String> UNSTEPPED =
            PARAMETERS.stream().filter(name -> !name.equals("step")).toList();

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1_000;
    private static final int MOST_STEP = 31 * 86_400;

    /**
     * From the query parameters of a request.
     *
     * @throws IllegalArgumentException one sentence that names the parameter
     */
    public static ResultQuery parse(Map<String, String> parameters) {
        String step = parameters.get("step");
        String cursor = parameters.get("cursor");
        if (step != null && cursor != null) {
            throw new IllegalArgumentException("cursor does not go with step: narrow since and until instead");
        }
        return new ResultQuery(
                cursor == null ? null : HistoryQuery.decodeCursor(cursor),
                number("limit", parameters.get("limit"), DEFAULT_LIMIT, MAX_LIMIT),
                parameters.get("agent_id"),
                parameters.get("source_address"),
                time("since", parameters.get("since")),
                time("until", parameters.get("until")),
                step == null ? null : number("step", step, 0, MOST_STEP));
    }

    private static int number(String name, @Nullable String text, int usual, int most) {
        if (text == null) {
            return usual;
        }
        if (text.matches("\\d{1,8}")) {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        }
        throw new IllegalArgumentException(name + " must be a whole number from 1 to " + most);
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name + " must be a time as in RFC 3339, such as 2026-01-31T12:00:00Z");
        }
    }
}
