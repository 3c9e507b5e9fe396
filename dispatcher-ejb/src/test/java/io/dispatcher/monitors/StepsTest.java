package io.dispatcher.monitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class StepsTest {
    private static ResultStore.Stored at(long second, String agent, int sent, int... micros) {
        UUID id = new UUID(second * 1_000 << 16 | 0x7000, 0x8000_0000_0000_0000L);
        return new ResultStore.Stored(id, agent, null, MonitorState.UP, "", sent, micros.length, micros, null);
    }

    @Property
    void percentilesAreThoseOfAllSamples(
            @ForAll @Size(min = 1, max = 300) int[] any, @ForAll @IntRange(min = 1, max = 100) int percent) {
        int[] sorted =
                Arrays.stream(any).map(sample -> sample & 0x7FFF_FFFF).sorted().toArray();
        int found = Percentiles.of(sorted, percent);
        long notOver = Arrays.stream(sorted).filter(sample -> sample <= found).count();
        long under = Arrays.stream(sorted).filter(sample -> sample < found).count();
        assertThat(notOver * 100).isGreaterThanOrEqualTo((long) percent * sorted.length);
        assertThat(under * 100).isLessThan((long) percent * sorted.length);
    }

    @Property
    void samplesComeBackAsTheyWere(@ForAll @Size(max = 200) int[] samples) {
        assertThat(Samples.decode(Samples.encode(samples))).isEqualTo(samples);
    }

    @Test
    void aStepHasItsResultsOfEachPlace() {
        Steps steps = new Steps(10);
        steps.add(at(25, "a", 2, 9_000));
        steps.add(at(21, "b", 1, 5_000));
        steps.add(at(20, "a", 2, 1_000, 3_000));
        steps.add(at(9, "a", 3));
        ArrayNode items = steps.end();
        assertThat(items).hasSize(3);
        JsonNode first = items.get(0);
        assertThat(first.path("time").asText()).isEqualTo("1970-01-01T00:00:20.000Z");
        assertThat(first.path("agent_id").asText()).isEqualTo("a");
        assertThat(first.path("runs").asInt()).isEqualTo(2);
        assertThat(first.path("loss_percent").asDouble()).isEqualTo(25);
        assertThat(first.path("min_ms").asDouble()).isEqualTo(1);
        assertThat(first.path("p50_ms").asDouble()).isEqualTo(3);
        assertThat(first.path("p99_ms").asDouble()).isEqualTo(9);
        assertThat(items.get(1).path("agent_id").asText()).isEqualTo("b");
        assertThat(items.get(2).path("loss_percent").asDouble()).isEqualTo(100);
        assertThat(items.get(2).path("p95_ms").isNull()).isTrue();
    }

    @Test
    void moreItemsThanMayBeAreRefusedByTheParametersName() {
        Steps steps = new Steps(1);
        assertThatThrownBy(() -> {
                    for (long second = 20_000; second > 0; second--) {
                        steps.add(at(second, "a", 1, new Random(second).nextInt(100)));
                    }
                })
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("step");
    }
}
