package io.dispatcher.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class HistoryQueryTest {
    @Property
    void a_cursor_names_the_id_it_was_made_of(@ForAll long most, @ForAll long least) {
        UUID id = new UUID(most, least);
        assertThat(HistoryQuery.parse(Map.of("cursor", HistoryQuery.encodeCursor(id)))
                        .before())
                .isEqualTo(id);
    }

    @Property
    void any_text_is_a_query_or_is_refused_by_name(@ForAll String text) {
        for (String name : HistoryQuery.PARAMETERS) {
            try {
                HistoryQuery.parse(Map.of(name, text));
            } catch (IllegalArgumentException e) {
                assertThat(e).hasMessageContaining(name);
            }
        }
    }

    @Property
    void an_unknown_parameter_is_refused_by_name(@ForAll String name) {
        if (!HistoryQuery.PARAMETERS.contains(name)) {
            assertThatThrownBy(() -> HistoryQuery.parse(Map.of(name, "1"))).hasMessageContaining(name);
        }
    }

    @Example
    void the_limit_is_50_and_at_most_1000() {
        assertThat(HistoryQuery.parse(Map.of()).limit()).isEqualTo(50);
        assertThat(HistoryQuery.parse(Map.of("limit", "1000")).limit()).isEqualTo(1000);
        assertThatThrownBy(() -> HistoryQuery.parse(Map.of("limit", "1001"))).hasMessageContaining("1000");
        assertThatThrownBy(() -> HistoryQuery.parse(Map.of("limit", "0"))).hasMessageContaining("limit");
    }
}
