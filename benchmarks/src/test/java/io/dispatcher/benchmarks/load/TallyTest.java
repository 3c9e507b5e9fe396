package io.dispatcher.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TallyTest {
    private final Tally tally = new Tally(0);

    @Test
    void errorsOfOneKindAreToldByTheFirst() {
        tally.error("status 503: full");
        tally.error("status 503: full, too");

        assertThat(tally.result(Duration.ofSeconds(1)).errors()).isEqualTo(2);
        assertThat(tally.result(Duration.ofSeconds(1)).firstError()).isEqualTo("status 503: full");
    }

    @Test
    void ofSeveralKindsEachIsCounted() {
        tally.error("status 503: full");
        tally.error("no answer");
        tally.error("status 503: full");

        assertThat(tally.result(Duration.ofSeconds(1)).firstError()).isEqualTo("2 × status 503: full; 1 × no answer");
    }

    @Test
    void kindsAreBounded() {
        for (int status = 500; status < 600; status++) {
            tally.error("status " + status + ": x");
        }

        assertThat(tally.result(Duration.ofSeconds(1)).errors()).isEqualTo(100);
        assertThat(tally.result(Duration.ofSeconds(1)).firstError()).contains("95 × status 505: x");
    }
}
