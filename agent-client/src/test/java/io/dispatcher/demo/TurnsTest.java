package io.dispatcher.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.api.ApiClient;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private static List<Sent> from(String... addresses) {
        return Arrays.stream(addresses)
                .map(address ->
                        new Sent(ApiClient.object().put("agent_id", "a").put("source_address", address), address))
                .toList();
    }

    @Test
    void findsNothingWrongWithTwoEqualRounds() {
        assertThat(Turns.faults(from("x", "y", "z", "x", "y", "z"), 3)).isEmpty();
    }

    @Test
    void tellsAnAddressThatCameTwiceInARound() {
        assertThat(Turns.faults(from("x", "x", "x", "x"), 2))
                .containsExactly("request 2 left from x of a again before every address had its turn");
    }

    @Test
    void tellsARoundInAnotherOrder() {
        assertThat(Turns.faults(from("x", "y", "y", "x"), 2))
                .containsExactly(
                        "request 3 left from y of a though it was the turn of x of a",
                        "request 4 left from x of a though it was the turn of y of a");
    }
}
