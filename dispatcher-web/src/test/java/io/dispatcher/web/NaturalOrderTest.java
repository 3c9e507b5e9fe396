package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NaturalOrderTest {
    private static void assertInOrder(String... texts) {
        List<String> wanted = List.of(texts);
        assertThat(wanted.stream().sorted(NaturalOrder.INSTANCE.reversed()).sorted(NaturalOrder.INSTANCE))
                .containsExactlyElementsOf(wanted);
    }

    @Test
    void numbers_in_texts_are_in_the_order_of_their_values() {
        assertInOrder("", "agent", "agent-9", "agent-10", "agent-10a", "agent-011", "b");
        assertInOrder("10.0.2.1", "10.0.2.20", "10.0.10.1", "127.0.0.1");
        assertInOrder("a99999999999999999998", "a99999999999999999999", "a100000000000000000000");
    }

    @Test
    void case_and_leading_zeros_do_not_matter() {
        assertThat(NaturalOrder.INSTANCE.compare("Oslo-07", "oslo-7")).isZero();
        assertInOrder("0", "1", "10");
    }
}
