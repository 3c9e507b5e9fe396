package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TableWindowTest {
    private static final List<String> ROWS = List.of("bb", "a", "ccc", "dd");

    private static List<String> window(@Nullable String limit, @Nullable String offset, @Nullable String sort) {
        return TableWindow.of(limit, offset, sort, Map.of("size", Comparator.comparingInt(String::length)), 3)
                .of(ROWS);
    }

    @Test
    void without_a_word_it_is_the_first_rows_as_they_come() {
        assertThat(window(null, null, null)).containsExactly("bb", "a", "ccc");
    }

    @Test
    void rows_of_equal_rank_keep_their_order_both_ways() {
        assertThat(window("9", null, "size")).containsExactly("a", "bb", "dd", "ccc");
        assertThat(window("9", null, "size:up")).containsExactly("a", "bb", "dd", "ccc");
        assertThat(window("9", null, "size:down")).containsExactly("ccc", "bb", "dd", "a");
    }

    @Test
    void it_begins_anywhere_also_behind_the_end() {
        assertThat(window("2", "1", "size")).containsExactly("bb", "dd");
        assertThat(window("2", "3", null)).containsExactly("dd");
        assertThat(window("2", "10000000", null)).isEmpty();
    }

    @Test
    void what_is_wrong_is_named() {
        assertRefused("limit", () -> window("0", null, null));
        assertRefused("offset", () -> window(null, "-1", null));
        assertRefused("offset", () -> window(null, "10000001", null));
        assertRefused("sort", () -> window(null, null, "colour"));
        assertRefused("sort", () -> window(null, null, "size:"));
        assertRefused("state", () -> TableWindow.oneOf("state", "tired", List.of("busy")));
    }

    private static void assertRefused(String named, Runnable what) {
        assertThatThrownBy(what::run).isInstanceOf(ProblemException.class).hasMessageStartingWith(named);
    }
}
