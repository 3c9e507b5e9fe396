package io.dispatcher.icmp;

import static io.dispatcher.icmp.Simulation.TARGET;
import static io.dispatcher.icmp.Simulation.TARGET6;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PingRequestTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void what_makes_no_sense_is_refused() {
        assertRefused("interval", () -> new PingRequest(TARGET, null, Duration.ZERO, 1, SECOND, 0, 56));
        assertRefused("timeout", () -> new PingRequest(TARGET, null, SECOND, 1, Duration.ofHours(1), 0, 56));
        assertRefused("count", () -> new PingRequest(TARGET, null, SECOND, -1, SECOND, 0, 56));
        assertRefused("retries", () -> new PingRequest(TARGET, null, SECOND, 1, SECOND, 101, 56));
        assertRefused("size", () -> new PingRequest(TARGET, null, SECOND, 1, SECOND, 0, 65_508));
        assertRefused("hop limit", () -> new PingRequest(TARGET, null, SECOND, 1, SECOND, 0, 56, 256));
        assertRefused("family", () -> new PingRequest(TARGET, TARGET6, SECOND, 1, SECOND, 0, 56));
    }

    private static void assertRefused(String what, Runnable request) {
        assertThatThrownBy(request::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(what);
    }

    @Test
    void the_reservation_covers_what_may_be_remembered() {
        assertThat(Ping.reservation(PingRequest.of(TARGET))).isEqualTo(3);
        assertThat(Ping.reservation(new PingRequest(TARGET, null, SECOND, 3, SECOND, 2, 56)))
                .isEqualTo(9);
        assertThat(Ping.reservation(
                        new PingRequest(TARGET, null, Duration.ofMillis(10), PingRequest.ENDLESS, SECOND, 0, 56)))
                .isEqualTo(1_102);
    }
}
