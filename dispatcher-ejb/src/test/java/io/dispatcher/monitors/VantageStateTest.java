package io.dispatcher.monitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VantageStateTest {
    private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");

    private static Verdict verdict(char letter) {
        MonitorState state = Arrays.stream(MonitorState.values())
                .filter(of -> of.letter() == letter)
                .findFirst()
                .orElseThrow();
        return new Verdict(state, state == MonitorState.UP ? "" : "because " + letter);
    }

    private static VantageState after(String verdicts, int failures, int successes) {
        VantageState state = VantageState.begun(BEGUN);
        for (int run = 0; run < verdicts.length(); run++) {
            state = state.after(verdict(verdicts.charAt(run)), failures, successes, BEGUN.plusSeconds(run + 1));
        }
        return state;
    }

    @ParameterizedTest
    @CsvSource({
        "'',2,1,UNKNOWN",
        "u,2,3,UP",
        "g,2,1,DEGRADED",
        "d,2,1,UNKNOWN",
        "dd,2,1,DOWN",
        "d,1,1,DOWN",
        "ud,2,1,UP",
        "udd,2,1,DOWN",
        "udud,2,1,UP",
        "ugd,2,1,DEGRADED",
        "ugdd,2,1,DOWN",
        "ddu,2,2,DOWN",
        "dduu,2,2,UP",
        "ddgu,2,2,DEGRADED",
        "u?,2,1,UP",
        "u??,2,1,UNKNOWN",
        "u?d?d,2,1,DOWN",
        "u??u,2,3,UP"
    })
    void itTakesSomeRunsInARowToChange(String verdicts, int failures, int successes, MonitorState expected) {
        assertThat(after(verdicts, failures, successes).state()).isEqualTo(expected);
    }

    @Test
    void aStateHasItsTimeAndItsReason() {
        VantageState down = after("uudd", 2, 1);
        assertThat(down.since()).isEqualTo(BEGUN.plusSeconds(4));
        assertThat(down.reason()).isEqualTo("because d");
        assertThat(after("uuddd", 2, 1).since()).isEqualTo(BEGUN.plusSeconds(4));
        assertThat(after("uuddu", 2, 2).reason()).isEqualTo("because d");
        assertThat(after("uudduu", 2, 2).reason()).isEmpty();
    }

    @Property
    void whateverComesAsManyInARowAlwaysDecide(
            @ForAll @Size(max = 60) List<MonitorState> seen,
            @ForAll MonitorState last,
            @ForAll @IntRange(min = 1, max = 10) int failures,
            @ForAll @IntRange(min = 1, max = 10) int successes) {
        VantageState state = VantageState.begun(BEGUN);
        for (MonitorState one : seen) {
            state = state.after(verdict(one.letter()), failures, successes, BEGUN);
        }
        for (int run = 0; run < 10; run++) {
            state = state.after(verdict(last.letter()), failures, successes, BEGUN);
        }
        assertThat(state.state()).isEqualTo(last);
        assertThat(state.recent()).hasSizeLessThanOrEqualTo(20);
    }

    @Test
    void allTogetherAreDownOnlyIfAllThatKnowAre() {
        assertThat(MonitorState.overall(List.of())).isEqualTo(MonitorState.UNKNOWN);
        assertThat(MonitorState.overall(List.of(MonitorState.UNKNOWN, MonitorState.UP)))
                .isEqualTo(MonitorState.UP);
        assertThat(MonitorState.overall(List.of(MonitorState.DOWN, MonitorState.UP)))
                .isEqualTo(MonitorState.DEGRADED);
        assertThat(MonitorState.overall(List.of(MonitorState.DOWN, MonitorState.UNKNOWN, MonitorState.DOWN)))
                .isEqualTo(MonitorState.DOWN);
    }
}
