package io.dispatcher.icmp;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.icmp.network.Arrivals;
import io.dispatcher.icmp.network.TimeSource;
import org.junit.jupiter.api.Test;

class ArrivalClockTest {
    private static final long SECOND = 1_000_000_000L;
    private long nanos = 7;
    private long wall = 1_000 * SECOND;

    private final ArrivalClock clock = new ArrivalClock(new TimeSource() {
        @Override
        public long nanoTime() {
            return nanos;
        }

        @Override
        public long wallNanos() {
            return wall;
        }
    });

    private void pass(long time) {
        nanos += time;
        wall += time;
        clock.read();
    }

    @Test
    void time_in_the_socket_does_not_count() {
        clock.read();
        pass(5_000);
        assertThat(clock.arrivedAt(wall - 3_000, nanos - 5_000)).isEqualTo(nanos - 3_000);
        assertThat(clock.wallAt(nanos - 3_000)).isEqualTo(wall - 3_000);
    }

    @Test
    void without_a_stamp_it_arrived_when_it_was_read() {
        clock.read();
        pass(5_000);
        assertThat(clock.arrivedAt(Arrivals.UNKNOWN, nanos - 5_000)).isEqualTo(nanos);
    }

    @Test
    void a_stamp_of_the_future_or_of_before_the_request_is_not_believed() {
        clock.read();
        pass(5_000);
        assertThat(clock.arrivedAt(wall + 1, nanos - 5_000)).isEqualTo(nanos);
        assertThat(clock.arrivedAt(wall - 5_001, nanos - 5_000)).isEqualTo(nanos);
    }

    @Test
    void after_a_step_no_stamp_is_believed_for_a_while() {
        clock.read();
        pass(SECOND);
        wall += 3_000_000;
        pass(5_000);
        assertThat(clock.arrivedAt(wall - 4_000, nanos - SECOND)).isEqualTo(nanos);
        pass(99_000_000);
        assertThat(clock.arrivedAt(wall - 4_000, nanos - SECOND)).isEqualTo(nanos);
        pass(2_000_000);
        assertThat(clock.arrivedAt(wall - 4_000, nanos - SECOND)).isEqualTo(nanos - 4_000);
    }

    @Test
    void slewing_is_no_step() {
        clock.read();
        wall += SECOND / 2_000;
        pass(SECOND);
        assertThat(clock.arrivedAt(wall - 4_000, nanos - SECOND)).isEqualTo(nanos - 4_000);
    }
}
