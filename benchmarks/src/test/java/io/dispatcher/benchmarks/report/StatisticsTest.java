package io.dispatcher.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Statistics.median(List.of(9.0, 1.0, 5.0))).isEqualTo(5.0);
        assertThat(Statistics.median(List.of(4.0, 1.0, 3.0, 100.0))).isEqualTo(3.5);
    }

    @Test
    void nothingHasNoMedianAndWhatIsMissingIsLeftOut() {
        assertThat(Statistics.median(List.of())).isNaN();
        assertThat(Statistics.median(List.of(Double.NaN, 2.0))).isEqualTo(2.0);
    }

    @Test
    void theRangeLeavesOutWhatIsMissing() {
        assertThat(Statistics.range(List.of(3.0, Double.NaN, 1.0))).containsExactly(1.0, 3.0);
        assertThat(Statistics.range(List.of())).containsExactly(Double.NaN, Double.NaN);
    }

    @Property
    void theMedianLiesBetweenTheExtremes(@ForAll @NotEmpty List<@DoubleRange(min = -1e6, max = 1e6) Double> values) {
        assertThat(Statistics.median(values)).isBetween(Collections.min(values), Collections.max(values));
    }

    @Test
    void aRatioToNothingIsNoNumber() {
        assertThat(Statistics.ratio(1, 0)).isNaN();
        assertThat(Statistics.ratio(6, 2)).isEqualTo(3);
    }
}
