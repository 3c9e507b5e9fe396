package io.dispatcher.web;

import io.dispatcher.dispatch.FailureType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table in memory that somebody looks at: how many, from which on, in which order.
 *
 * @param limit at most so many
 * @param offset so many are left out before
 * @param order null: as they come
 */
public record TableWindow<T>(
        int limit, int offset, @Nullable Comparator<T> order) {
    private static final int MAX_OFFSET = 10_000_000;

    /**
     * What the texts of the query ask for.
     *
     * @param sort the name of a column, {@code :up} or {@code :down} behind it
     * @throws ProblemException naming the parameter that is wrong
     */
    public static <T> TableWindow<T> of(
            @Nullable String limit,
            @Nullable String offset,
            @Nullable String sort,
            Map<String, Comparator<T>> columns,
            int limitOtherwise) {
        return new TableWindow<>(
                limit == null ? limitOtherwise : Page.limit(limit), offset(offset), order(sort, columns));
    }

    private static int offset(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (text.matches("\\d{1,8}") && Integer.parseInt(text) <= MAX_OFFSET) {
            return Integer.parseInt(text);
        }
        throw ProblemException.of(FailureType.INVALID_REQUEST, "offset must be a whole number from 0 to " + MAX_OFFSET);
    }

    private static <T> @Nullable Comparator<T> order(@Nullable String sort, Map<String, Comparator<T>> columns) {
        if (sort == null) {
            return null;
        }
        boolean down = sort.endsWith(":down");
        Comparator<T> order = columns.get(sort.replaceFirst(":(up|down)$", ""));
        if (order == null) {
            throw ProblemException.of(
                    FailureType.INVALID_REQUEST,
                    "sort must be one of "
                            + String.join(
                                    ", ", columns.keySet().stream().sorted().toList())
                            + ", with :up or :down behind it");
        }
        return down ? order.reversed() : order;
    }

    /** Those of all that match; of equal rank in the order they came. */
    public List<T> of(List<T> matching) {
        return (order == null ? matching.stream() : matching.stream().sorted(order))
                .skip(offset)
                .limit(limit)
                .toList();
    }

    /**
     * What {@code name} may be.
     *
     * @throws ProblemException if it is none of them
     */
    public static @Nullable String oneOf(String name, @Nullable String value, List<String> known) {
        if (value == null || known.contains(value)) {
            return value;
        }
        throw ProblemException.of(FailureType.INVALID_REQUEST, name + " must be one of " + String.join(", ", known));
    }
}
