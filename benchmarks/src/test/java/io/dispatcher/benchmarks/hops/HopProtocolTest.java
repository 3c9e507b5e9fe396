package io.dispatcher.benchmarks.hops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.benchmarks.load.LoadResult;
import java.io.IOException;
import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HopProtocolTest {
    @Test
    void aResultComesThroughAsItWas() throws IOException {
        Histogram latency = LoadResult.newHistogram();
        for (int i = 1; i <= 1000; i++) {
            LoadResult.record(latency, i * 1_000_000L);
        }
        LoadResult result = new LoadResult(Duration.ofSeconds(2), 990, 1000, 0, null, latency);

        LoadResult read = HopProtocol.parse(HopProtocol.format("7", result));

        assertThat(read.requestsPerSecond()).isEqualTo(495);
        assertThat(read.completed()).isEqualTo(1000);
        assertThat(read.firstError()).isNull();
        assertThat(read.percentileMillis(99)).isEqualTo(result.percentileMillis(99));
    }

    @Test
    void anotherLineIsRefused() {
        assertThatThrownBy(() -> HopProtocol.parse("result 1 2")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> HopProtocol.parse("result 1 2 3 4 5 AAAA")).isInstanceOf(IOException.class);
    }
}
