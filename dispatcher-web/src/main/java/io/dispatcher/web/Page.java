package io.dispatcher.web;

import io.dispatcher.dispatch.FailureType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list that is in memory; the cursor names the last item of the page before.
 *
 * @param nextCursor null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;

    /**
     * The page that {@code limit} (1 to 1,000, default 50) and {@code cursor} ask for, as texts of the query.
     *
     * @throws ProblemException naming the parameter that is wrong
     */
    public static <S, T> Page<T> of(
            List<S> all,
            Function<S, String> id,
            Function<S, T> shown,
            @Nullable String limitText,
            @Nullable String cursor) {
        int limit = limit(limitText);
        int from = cursor == null ? 0 : after(all, id, decoded(cursor));
        int to = Math.min(all.size(), from + limit);
        return new Page<>(
                all.subList(from, to).stream().map(shown).toList(),
                to < all.size() ? encoded(id.apply(all.get(to - 1))) : null);
    }

    /**
     * How many items at most.
     *
     * @throws ProblemException if that is no number from 1 to 1,000
     */
    public static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (text.matches("\\d{1,4}")) {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        }
        throw ProblemException.of(FailureType.INVALID_REQUEST, "limit must be a whole number from 1 to " + MAX_LIMIT);
    }

    private static <S> int after(List<S> all, Function<S, String> id, String last) {
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(last)) {
                return i + 1;
            }
        }
        throw unknownCursor();
    }

    private static String encoded(String id) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id.getBytes(StandardCharsets.UTF_8));
    }

    private static String decoded(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unknownCursor();
        }
    }

    private static ProblemException unknownCursor() {
        return ProblemException.of(
                FailureType.INVALID_REQUEST, "cursor is not one that this list gave, or its item is gone");
    }
}
