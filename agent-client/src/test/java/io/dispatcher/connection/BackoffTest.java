package io.dispatcher.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Property
    void everyWaitIsBetweenNothingAndADoublingBound(@ForAll long seed, @ForAll @IntRange(max = 100) int failures) {
        Backoff backoff = new Backoff(200, 15_000, RandomGenerator.of("L64X128MixRandom"));
        long wait = -1;
        for (int i = 0; i <= failures; i++) {
            wait = backoff.nextMs();
        }

        assertThat(wait).isBetween(0L, Math.min(15_000L, 200L << Math.min(failures, 30)));
    }

    @Test
    void theBoundIsReallyUsedAndResets() {
        RandomGenerator highest = new RandomGenerator() {
            @Override
            public long nextLong() {
                return -1;
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };
        Backoff backoff = new Backoff(200, 1000, highest);

        assertThat(backoff.nextMs()).isEqualTo(200);
        assertThat(backoff.nextMs()).isEqualTo(400);
        assertThat(backoff.nextMs()).isEqualTo(800);
        assertThat(backoff.nextMs()).isEqualTo(1000);
        backoff.reset();
        assertThat(backoff.nextMs()).isEqualTo(200);
    }
}
