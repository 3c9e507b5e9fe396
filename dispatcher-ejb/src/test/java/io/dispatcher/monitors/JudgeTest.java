package io.dispatcher.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JudgeTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static Verdict answer(Expected expected, int status, @Nullable String body, @Nullable Instant until) {
        return Judge.answer(expected, new Thresholds(null, null, 100.0, 14), status, body, 50, until, NOW);
    }

    @ParameterizedTest
    @CsvSource({"200,,UP", "399,,UP", "404,,DOWN", "404,404,UP", "204,2xx,UP", "301,2xx,DOWN", "200,204,DOWN"})
    void theStatusIsAsExpected(int status, @Nullable String expected, MonitorState state) {
        assertThat(answer(new Expected(expected, null, null), status, null, null)
                        .state())
                .isEqualTo(state);
    }

    @Test
    void aBodyThatIsNotAsExpectedIsDown() {
        Expected expected = new Expected(null, "shop", Pattern.compile("v\\d+"));
        assertThat(answer(expected, 200, "the shop v12", null)).isEqualTo(Verdict.UP);
        assertThat(answer(expected, 200, "the shop", null).state()).isEqualTo(MonitorState.DOWN);
        assertThat(answer(expected, 200, "v12", null).reason()).contains("body");
    }

    @Test
    void anExpressionThatIsHardForOthersTakesNoTime() {
        Expected hard = new Expected(null, null, Pattern.compile("(a*)*b"));
        assertThat(hard.fits("a".repeat(100_000))).isFalse();
    }

    @Test
    void aCertificateThatEndsSoonIsDegraded() {
        Expected any = new Expected(null, null, null);
        assertThat(answer(any, 200, null, NOW.plus(Duration.ofDays(15)))).isEqualTo(Verdict.UP);
        Verdict soon = answer(any, 200, null, NOW.plus(Duration.ofDays(13)));
        assertThat(soon.state()).isEqualTo(MonitorState.DEGRADED);
        assertThat(soon.reason()).contains("13 days");
        assertThat(answer(any, 200, null, NOW.minusSeconds(1)).reason()).contains("ended");
    }

    @Test
    void slowAndLossyIsDegraded() {
        Thresholds thresholds = new Thresholds(10.0, 5.0, 10.0, null);
        assertThat(Judge.pings(thresholds, 10, new int[] {9_000, 5_000, 1_000})).isEqualTo(Verdict.UP);
        assertThat(Judge.pings(thresholds, 11, new int[] {1}).reason()).contains("11 % lost");
        assertThat(Judge.pings(thresholds, 0, new int[] {9_000, 5_001, 1_000}).reason())
                .contains("5.001 ms");
        assertThat(Judge.answer(new Expected(null, null, null), thresholds, 200, null, 11, null, NOW)
                        .state())
                .isEqualTo(MonitorState.DEGRADED);
    }
}
