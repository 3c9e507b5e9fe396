package io.dispatcher.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimestampTest {
    @Test
    void thereAreAlwaysThreeDigits() {
        assertThat(Timestamp.of(Instant.parse("2026-03-01T12:00:00Z"))).isEqualTo("2026-03-01T12:00:00.000Z");
        assertThat(Timestamp.of(Instant.parse("2026-03-01T12:00:00.987654Z"))).isEqualTo("2026-03-01T12:00:00.987Z");
        assertThat(Timestamp.of(Instant.EPOCH.minusMillis(1))).isEqualTo("1969-12-31T23:59:59.999Z");
    }
}
