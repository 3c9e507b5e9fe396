package io.dispatcher.icmp;

import static io.dispatcher.icmp.SimulatedNetwork.MILLI;
import static io.dispatcher.icmp.Simulation.ROUTER;
import static io.dispatcher.icmp.Simulation.TARGET;
import static io.dispatcher.icmp.Simulation.TARGET6;
import static io.dispatcher.icmp.Simulation.request;
import static io.dispatcher.icmp.Simulation.times;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.icmp.PingEvent.Duplicate;
import io.dispatcher.icmp.PingEvent.Late;
import io.dispatcher.icmp.PingEvent.Reply;
import io.dispatcher.icmp.PingEvent.Timeout;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PingSimulationTest {
    @Test
    void each_answer_is_told_with_what_is_known_of_it() {
        Simulation simulation = new Simulation((request, number) -> request.answer(11_420_000));
        Simulation.Heard heard = simulation.begin(times(3));
        Instant begun = Instant.ofEpochSecond(0, simulation.network.wallNanos());
        simulation.run();
        assertThat(heard.events).hasSize(4);
        assertThat(heard.events.get(0))
                .isEqualTo(new Reply(1, 11_420_000, 57, 64, TARGET, null, begun.plusNanos(11_420_000)));
        assertThat(heard.all(Reply.class)).extracting(Reply::seq).containsExactly(1, 2, 3);
        assertThat(heard.summary())
                .isEqualTo(new PingEvent.Summary(
                        3,
                        3,
                        0,
                        0,
                        0,
                        0,
                        0.0,
                        new PingEvent.RoundTrips(11_420_000, 11_420_000, 11_420_000, 0, 0, 11_420_000, 11_420_000)));
        assertThat(simulation.network.open).isEmpty();
    }

    @Test
    void requests_leave_in_the_rhythm_asked_for_whatever_the_answers_do() {
        Simulation simulation = new Simulation((request, number) -> {
            if (number % 3 != 0) {
                request.answer(number * 70 * MILLI);
            }
        });
        long begun = simulation.network.nanoTime();
        simulation.begin(times(5));
        simulation.run();
        assertThat(simulation.network.sentAt)
                .containsExactly(
                        begun, begun + 100 * MILLI, begun + 200 * MILLI, begun + 300 * MILLI, begun + 400 * MILLI);
    }

    @Test
    void nothing_but_silence_is_all_lost_and_has_no_times() {
        Simulation simulation = new Simulation((request, number) -> {});
        Simulation.Heard heard = simulation.begin(times(3));
        simulation.run();
        assertThat(heard.events)
                .containsExactly(
                        new Timeout(1),
                        new Timeout(2),
                        new Timeout(3),
                        new PingEvent.Summary(3, 0, 0, 0, 0, 0, 100.0, null));
    }

    @Test
    void a_further_answer_is_a_duplicate_and_not_received_twice() {
        Simulation simulation = new Simulation((request, number) -> {
            request.answer(10 * MILLI);
            request.answer(12 * MILLI);
            request.answer(13 * MILLI);
        });
        Simulation.Heard heard = simulation.begin(times(2));
        simulation.run();
        // The ping is over with the last sequence number's first answer.
        assertThat(heard.all(Duplicate.class))
                .containsExactly(new Duplicate(1, 12 * MILLI, TARGET), new Duplicate(1, 13 * MILLI, TARGET));
        assertThat(heard.summary().received()).isEqualTo(2);
        assertThat(heard.summary().duplicates()).isEqualTo(2);
        assertThat(heard.summary().lossPercent()).isZero();
    }

    @Test
    void an_answer_after_its_timeout_is_late_and_its_number_stays_lost() {
        Simulation simulation =
                new Simulation((request, number) -> request.answer(number == 1 ? 1_050 * MILLI : 5 * MILLI));
        Simulation.Heard heard = simulation.begin(times(20));
        simulation.run();
        assertThat(heard.all(Timeout.class)).containsExactly(new Timeout(1));
        assertThat(heard.all(Late.class)).containsExactly(new Late(1, 1_050 * MILLI, TARGET));
        assertThat(heard.summary().received()).isEqualTo(19);
        assertThat(heard.summary().late()).isEqualTo(1);
        assertThat(heard.summary().lossPercent()).isEqualTo(5.0);
    }

    @Test
    void an_answer_is_as_late_as_its_stamp_says_however_late_it_is_read() {
        Simulation simulation = new Simulation((request, number) -> request.answer(900 * MILLI));
        simulation.network.readLag = 50 * MILLI;
        Simulation.Heard heard = simulation.begin(times(1));
        simulation.run();
        assertThat(heard.all(Reply.class)).extracting(Reply::rttNanos).containsExactly(900 * MILLI);
    }

    @Test
    void an_answer_too_late_by_its_stamp_is_a_timeout_first_and_late_then() {
        Simulation simulation = new Simulation((request, number) -> {
            if (number == 1) {
                request.answer(1_000 * MILLI - 1);
            } else {
                request.answer(40 * MILLI);
            }
        });
        simulation.network.stepWallClock(-1);
        Simulation.Heard heard = simulation.begin(times(12));
        simulation.run();
        assertThat(heard.all(Reply.class)).hasSize(12);
    }

    @Test
    void answers_out_of_order_belong_to_their_numbers() {
        Simulation simulation = new Simulation((request, number) -> request.answer((450 - 120L * number) * MILLI));
        Simulation.Heard heard = simulation.begin(times(3));
        simulation.run();
        assertThat(heard.all(Reply.class)).extracting(Reply::seq).containsExactly(3, 2, 1);
        assertThat(heard.all(Reply.class))
                .extracting(Reply::rttNanos)
                .containsExactly(90 * MILLI, 210 * MILLI, 330 * MILLI);
    }

    @Test
    void a_number_without_answer_is_tried_again_and_lost_only_when_no_try_is_answered() {
        Simulation simulation = new Simulation((request, number) -> {
            if (number == 3) {
                request.answer(MILLI);
            }
        });
        Simulation.Heard heard = simulation.begin(request(TARGET, 1, 2, 56));
        simulation.run();
        assertThat(heard.events).hasSize(2);
        assertThat(heard.all(Reply.class)).extracting(Reply::rttNanos).containsExactly(MILLI);
        assertThat(heard.summary())
                .extracting(PingEvent.Summary::sent, PingEvent.Summary::retried, PingEvent.Summary::lossPercent)
                .containsExactly(1, 2, 0.0);

        Simulation silent = new Simulation((request, number) -> {});
        Simulation.Heard lost = silent.begin(request(TARGET, 2, 2, 56));
        silent.run();
        assertThat(lost.events)
                .containsExactly(new Timeout(1), new Timeout(2), new PingEvent.Summary(2, 0, 4, 0, 0, 0, 100.0, null));
    }

    @Test
    void an_answer_to_a_try_given_up_is_late_and_does_not_save_its_number() {
        Simulation simulation = new Simulation((request, number) -> {
            if (number == 1) {
                request.answer(1_200 * MILLI);
            }
        });
        Simulation.Heard heard = simulation.begin(request(TARGET, 1, 1, 56));
        simulation.run();
        assertThat(heard.events)
                .containsExactly(
                        new Late(1, 1_200 * MILLI, TARGET),
                        new Timeout(1),
                        new PingEvent.Summary(1, 0, 1, 0, 1, 0, 100.0, null));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 56, 1_473, 65_507})
    void every_size_is_matched_in_both_families(int size) {
        for (InetAddress target : List.of(TARGET, TARGET6)) {
            Simulation simulation = new Simulation((request, number) -> request.answer(MILLI));
            Simulation.Heard heard = simulation.begin(request(target, 2, 0, size));
            simulation.run();
            assertThat(heard.all(Reply.class)).extracting(Reply::size).containsExactly(size + 8, size + 8);
        }
    }

    @Test
    void pings_of_one_address_do_not_take_each_others_answers() {
        Simulation simulation = new Simulation((request, number) -> request.answer(number * MILLI));
        List<Simulation.Heard> all = List.of(
                simulation.begin(request(TARGET, 3, 0, 0)),
                simulation.begin(request(TARGET, 3, 0, 56)),
                simulation.begin(request(TARGET, 3, 0, 3)));
        simulation.run();
        assertThat(all).allSatisfy(heard -> assertThat(heard.all(Reply.class))
                .extracting(Reply::seq)
                .containsExactly(1, 2, 3));
        assertThat(all.get(1).all(Reply.class))
                .extracting(Reply::rttNanos)
                .containsExactly(2 * MILLI, 5 * MILLI, 8 * MILLI);
    }

    @Test
    void a_target_that_answers_by_another_address_is_known_by_the_cookie() {
        Simulation simulation = new Simulation((request, number) -> request.answer(MILLI, ROUTER, request.message));
        Simulation.Heard heard = simulation.begin(times(1));
        simulation.run();
        assertThat(heard.all(Reply.class)).extracting(Reply::address).containsExactly(ROUTER);
        Simulation tiny = new Simulation((request, number) -> request.answer(MILLI, ROUTER, request.message));
        Simulation.Heard unsafe = tiny.begin(request(TARGET, 1, 0, 4));
        tiny.run();
        assertThat(unsafe.summary().received()).isZero();
    }

    @Test
    void no_room_to_send_delays_a_request_and_loses_none() {
        Simulation simulation = new Simulation((request, number) -> request.answer(MILLI));
        simulation.network.busy = 25;
        Simulation.Heard heard = simulation.begin(request(TARGET, 3, 0, 0));
        Simulation.Heard other = simulation.begin(request(TARGET6, 3, 0, 56));
        simulation.run();
        assertThat(heard.summary().received()).isEqualTo(3);
        assertThat(other.summary().received()).isEqualTo(3);
        assertThat(heard.all(Reply.class)).extracting(Reply::rttNanos).containsOnly(MILLI);
    }

    @Test
    void setting_the_clock_changes_no_round_trip() {
        Simulation simulation = new Simulation((request, number) -> request.answer(40 * MILLI));
        for (int i = 0; i < 20; i++) {
            long step = (i % 2 == 0 ? 1 : -1) * 3_600_000 * MILLI;
            simulation.network.at(i * 90 * MILLI, () -> simulation.network.stepWallClock(step));
        }
        Simulation.Heard heard = simulation.begin(times(20));
        simulation.run();
        assertThat(heard.all(Reply.class))
                .hasSize(20)
                .extracting(Reply::rttNanos)
                .containsOnly(40 * MILLI);
    }

    @Test
    void a_cancelled_ping_ends_in_one_summary_of_what_was_decided() {
        Simulation simulation = new Simulation((request, number) -> request.answer(350 * MILLI));
        Simulation.Heard heard = simulation.begin(times(PingRequest.ENDLESS));
        simulation.runFor(Duration.ofMillis(775));
        heard.ping.end();
        heard.ping.end();
        simulation.run();
        assertThat(heard.all(PingEvent.Summary.class)).hasSize(1);
        assertThat(heard.summary().sent()).isEqualTo(heard.summary().received());
        assertThat(heard.summary().received()).isBetween(4, 5);
        assertThat(simulation.network.open).isEmpty();
    }

    @Test
    void a_listener_that_fails_loses_its_own_ping_only() {
        Simulation simulation = new Simulation((request, number) -> request.answer(MILLI));
        simulation.begin(times(PingRequest.ENDLESS), event -> {
            throw new IllegalStateException("a listener that fails, on purpose");
        });
        Simulation.Heard heard = simulation.begin(times(3));
        simulation.run();
        assertThat(heard.summary().received()).isEqualTo(3);
    }

    @Test
    void a_source_address_that_is_not_here_is_an_error_and_a_summary() {
        Simulation simulation = new Simulation((request, number) -> request.answer(MILLI));
        Simulation.Heard heard = simulation.begin(new PingRequest(
                TARGET, Simulation.address("192.0.2.99"), Duration.ofMillis(100), 3, Duration.ofSeconds(1), 0, 56));
        assertThat(heard.events)
                .containsExactly(
                        new PingEvent.Error(0, "cannot send from 192.0.2.99: no such address on this machine"),
                        new PingEvent.Summary(0, 0, 0, 0, 0, 1, 100.0, null));
        assertThat(simulation.prober.idle()).isTrue();
    }

    @Test
    void more_pings_of_one_address_than_there_are_sequence_numbers_are_told_so() {
        Simulation simulation = new Simulation((request, number) -> request.answer(MILLI));
        PingRequest large =
                new PingRequest(TARGET, null, Duration.ofMillis(1), PingRequest.ENDLESS, Duration.ofSeconds(10), 0, 56);
        Simulation.Heard first = simulation.begin(large);
        Simulation.Heard second = simulation.begin(large);
        assertThat(second.all(PingEvent.Error.class))
                .extracting(PingEvent.Error::detail)
                .containsExactly("too many pings of this address at once");
        first.ping.end();
        assertThat(simulation.prober.idle()).isTrue();
    }

    @Test
    void each_source_address_has_a_socket_of_its_own_that_goes_with_its_last_ping() {
        Simulation simulation = new Simulation((request, number) -> request.answer(MILLI));
        InetAddress source = Simulation.address("192.0.2.50");
        Simulation.Heard plain = simulation.begin(times(2));
        Simulation.Heard bound = simulation.begin(
                new PingRequest(TARGET, source, Duration.ofMillis(100), 9, Duration.ofSeconds(1), 0, 56, 12));
        simulation.begin(new PingRequest(TARGET, source, Duration.ofMillis(100), 2, Duration.ofSeconds(1), 0, 56, 12));
        assertThat(simulation.network.open).hasSize(2);
        simulation.runFor(Duration.ofMillis(500));
        assertThat(simulation.network.open).hasSize(1);
        assertThat(simulation.network.open.get(0).hopLimit).isEqualTo(12);
        simulation.run();
        assertThat(bound.all(Reply.class)).extracting(Reply::sourceAddress).containsOnly(source);
        assertThat(plain.summary().received()).isEqualTo(2);
    }

    @Test
    void a_long_ping_with_more_numbers_than_the_wire_has_loses_none() {
        Simulation simulation = new Simulation((request, number) -> request.answer(3 * MILLI));
        Simulation.Heard heard = simulation.begin(
                new PingRequest(TARGET, null, Duration.ofMillis(10), 150_000, Duration.ofSeconds(1), 0, 0));
        simulation.run();
        assertThat(heard.summary().received()).isEqualTo(150_000);
        assertThat(heard.summary().times().p95()).isEqualTo(3 * MILLI);
    }
}
