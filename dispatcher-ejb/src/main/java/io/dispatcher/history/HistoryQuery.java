package io.dispatcher.history;

import io.dispatcher.dispatch.DispatchKind;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A page of the history, newest first.
 *
 * @param before records older than this id (the cursor), null: from the newest
 * @param limit 1 to 1,000
 * @param url part of the URL
 * @param since accepted at or after
 * @param until accepted before
 */
public record HistoryQuery(
        @Nullable UUID before,
        int limit,
        @Nullable String agentId,
        @Nullable String sourceAddress,
        @Nullable String method,
        @Nullable StatusFilter status,
        @Nullable String url,
        @Nullable String kind,
        @Nullable Instant since,
        @Nullable Instant until) {

    /** Query parameters understood; any other is an error. */
    public static final List<String> PARAMETERS = List.of(
            "cursor", "limit", "agent_id", "source_address", "method", "status", "url", "kind", "since", "until");

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;

    /** The newest page without filters. */
    public static HistoryQuery newest(int limit) {
        return new HistoryQuery(null, limit, null, null, null, null, null, null, null, null);
    }

    /**
     * Statuses from least to most, or failures.
     *
     * @param error true: only records without an answer (the bounds are 0 then)
     */
    public record StatusFilter(int least, int most, boolean error) {
        private static final Pattern EXACT = Pattern.compile("[1-5]\\d\\d");
        private static final Pattern CLASS = Pattern.compile("[1-5][xX][xX]");

        static StatusFilter parse(String text) {
            if ("error".equalsIgnoreCase(text)) {
                return new StatusFilter(0, 0, true);
            }
            if (EXACT.matcher(text).matches()) {
                int code = Integer.parseInt(text);
                return new StatusFilter(code, code, false);
            }
            if (CLASS.matcher(text).matches()) {
                int hundred = (text.charAt(0) - '0') * 100;
                return new StatusFilter(hundred, hundred + 99, false);
            }
            throw new IllegalArgumentException("status must be a code such as 404, a class such as 4xx, or error");
        }
    }

    /**
     * From the query parameters of a request.
     *
     * @throws IllegalArgumentException one sentence that names the parameter
     */
    public static HistoryQuery parse(Map<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw new IllegalArgumentException(
                        "unknown query parameter " + name + "; known are " + String.join(", ", PARAMETERS));
            }
        }
        String cursor = text(parameters, "cursor");
        String method = text(parameters, "method");
        String status = text(parameters, "status");
        return new HistoryQuery(
                cursor == null ? null : decodeCursor(cursor),
                limit(text(parameters, "limit")),
                text(parameters, "agent_id"),
                text(parameters, "source_address"),
                method == null ? null : method.toUpperCase(Locale.ROOT),
                status == null ? null : StatusFilter.parse(status),
                text(parameters, "url"),
                kind(text(parameters, "kind")),
                time("since", text(parameters, "since")),
                time("until", text(parameters, "until")));
    }

    /** Opaque to callers: the id after which the next page begins. */
    public static String encodeCursor(UUID id) {
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** @throws IllegalArgumentException if it is none of ours */
    public static UUID decodeCursor(String cursor) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(cursor);
            if (bytes.length == 16) {
                ByteBuffer buffer = ByteBuffer.wrap(bytes);
                UUID id = new UUID(buffer.getLong(), buffer.getLong());
                if (encodeCursor(id).equals(cursor)) {
                    return id;
                }
            }
        } catch (IllegalArgumentException e) {
            // refused below, like a wrong length
        }
        throw new IllegalArgumentException("cursor is not one that this list gave");
    }

    private static @Nullable String text(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value != null && (value.isEmpty() || value.indexOf('\0') >= 0)) {
            throw new IllegalArgumentException(name + " must not be empty or contain NUL");
        }
        return value;
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (text.matches("\\d{1,4}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw new IllegalArgumentException("limit must be a whole number from 1 to " + MAX_LIMIT);
    }

    private static @Nullable String kind(@Nullable String text) {
        if (text == null) {
            return null;
        }
        List<String> kinds =
                Arrays.stream(DispatchKind.values()).map(DispatchKind::tag).toList();
        if (!kinds.contains(text)) {
            throw new IllegalArgumentException("kind must be one of " + String.join(", ", kinds));
        }
        return text;
    }

    private static @Nullable Instant time(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant time = OffsetDateTime.parse(text).toInstant();
            if (time.getEpochSecond() >= 0 && time.getEpochSecond() < 253_402_300_800L) {
                return time;
            }
        } catch (DateTimeException e) {
            // refused below, like a year nobody means
        }
        throw new IllegalArgumentException(name + " must be a time as in RFC 3339, such as 2026-01-31T12:00:00Z");
    }
}
