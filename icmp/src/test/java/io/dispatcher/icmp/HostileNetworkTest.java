package io.dispatcher.icmp;

import static io.dispatcher.icmp.SimulatedNetwork.MILLI;
import static io.dispatcher.icmp.Simulation.ROUTER;
import static io.dispatcher.icmp.Simulation.TARGET;
import static io.dispatcher.icmp.Simulation.TARGET6;
import static io.dispatcher.icmp.Simulation.request;
import static io.dispatcher.icmp.Simulation.times;
import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.icmp.network.SendResult;
import io.dispatcher.icmp.packet.Failure;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What a network may do to a ping, and what somebody in it may try. */
class HostileNetworkTest {
    @Test
    void answers_that_are_not_ours_count_for_nothing() {
        Simulation simulation = new Simulation((request, number) -> {
            byte[] otherIdentifier = request.message.clone();
            otherIdentifier[5] ^= 1;
            byte[] otherSequence = request.message.clone();
            otherSequence[6] ^= 64;
            byte[] otherCookie = request.message.clone();
            otherCookie[9] ^= 1;
            request.answer(1, TARGET, mend(otherIdentifier));
            request.answer(2, TARGET, mend(otherSequence));
            request.answer(3, TARGET, mend(otherCookie));
            byte[] broken = request.message.clone();
            broken[20] ^= 1;
            request.answer(4, TARGET, broken);
            request.deliver(5, TARGET, ByteBuffer.wrap(request.message));
            request.deliver(6, TARGET, ByteBuffer.allocate(3));
        });
        Simulation.Heard heard = simulation.begin(times(2));
        simulation.run();
        assertThat(heard.summary()).isEqualTo(new PingEvent.Summary(2, 0, 0, 0, 0, 0, 100.0, null));
    }

    @Test
    void a_short_answer_does_not_stand_for_a_long_request() {
        Simulation simulation = new Simulation((request, number) -> {
            byte[] header = java.util.Arrays.copyOf(request.message, 8);
            request.answer(1, TARGET, mend(header));
        });
        Simulation.Heard heard = simulation.begin(times(1));
        simulation.run();
        assertThat(heard.summary().received()).isZero();
    }

    @Test
    void errors_that_quote_a_request_end_it_with_what_they_say() {
        Simulation simulation = new Simulation((request, number) -> {
            switch (number) {
                case 1 -> request.deliver(MILLI, ROUTER, error(request, 3, 1, 0));
                case 2 -> request.deliver(MILLI, ROUTER, error(request, 11, 0, 0));
                case 3 -> request.deliver(MILLI, ROUTER, error(request, 3, 4, 1_400));
                case 4 -> request.deliver(MILLI, ROUTER, error(request, 12, 0, 0));
                default -> request.answer(MILLI);
            }
        });
        Simulation.Heard heard = simulation.begin(times(5));
        simulation.run();
        assertThat(heard.events.subList(0, 4))
                .containsExactly(
                        new PingEvent.Unreachable(1, "host unreachable", ROUTER),
                        new PingEvent.TimeExceeded(2, "hop limit exceeded in transit", ROUTER),
                        new PingEvent.PacketTooBig(3, "packet too big, MTU 1400", ROUTER),
                        new PingEvent.Error(4, "ICMP type 12 code 0"));
        assertThat(heard.summary().errors()).isEqualTo(4);
        assertThat(heard.summary().lossPercent()).isEqualTo(80.0);
    }

    @Test
    void an_error_is_told_once_and_an_answer_after_it_is_late() {
        Simulation simulation = new Simulation((request, number) -> {
            request.deliver(MILLI, ROUTER, error(request, 3, 0, 0));
            request.deliver(MILLI, ROUTER, error(request, 3, 0, 0));
            request.answer(20 * MILLI);
        });
        Simulation.Heard heard = simulation.begin(times(2));
        simulation.run();
        assertThat(heard.all(PingEvent.Unreachable.class)).hasSize(2);
        assertThat(heard.summary().late()).isEqualTo(1);
        assertThat(heard.summary().errors()).isEqualTo(2);
    }

    @Test
    void what_the_kernel_attributes_to_a_request_ends_it() {
        Simulation simulation = new Simulation((request, number) -> {
            Failure failure = new Failure(Failure.Kind.UNREACHABLE, "port unreachable");
            request.channel.arrivals.undelivered(failure, TARGET6, request.sequence() ^ 1, ROUTER);
            request.channel.arrivals.undelivered(failure, TARGET, request.sequence(), ROUTER);
            request.channel.arrivals.undelivered(failure, TARGET6, request.sequence(), ROUTER);
        });
        Simulation.Heard heard = simulation.begin(request(TARGET6, 2, 1, 56));
        simulation.run();
        assertThat(heard.all(PingEvent.Unreachable.class))
                .containsExactly(
                        new PingEvent.Unreachable(1, "port unreachable", ROUTER),
                        new PingEvent.Unreachable(2, "port unreachable", ROUTER));
        assertThat(heard.summary().retried()).isZero();
    }

    @Test
    void a_request_that_cannot_leave_is_told_with_the_reason_and_the_others_go_on() {
        Failure noRoute = new Failure(Failure.Kind.UNREACHABLE, "network unreachable");
        Simulation simulation = new Simulation((request, number) -> {
            if (number == 1) {
                request.result = new SendResult.Failed(noRoute);
            } else {
                request.answer(MILLI);
            }
        });
        Simulation.Heard heard = simulation.begin(times(3));
        simulation.run();
        assertThat(heard.events.get(0)).isEqualTo(new PingEvent.Unreachable(1, "network unreachable", null));
        assertThat(heard.summary().received()).isEqualTo(2);
    }

    /** Whatever the network does: every number is decided once, and the sums are what it did. */
    @Property(tries = 40)
    void every_number_ends_once_and_the_sums_are_right(
            @ForAll long seed,
            @ForAll @IntRange(max = 60) int lossPercent,
            @ForAll @IntRange(max = 2) int retries,
            @ForAll @IntRange(max = 12) int size) {
        Random random = new Random(seed);
        int[] copies = new int[1];
        Simulation simulation = new Simulation((request, number) -> {
            if (random.nextInt(100) >= lossPercent) {
                request.answer(random.nextInt(1_400) * MILLI);
                if (random.nextInt(10) == 0) {
                    copies[0]++;
                    request.answer(random.nextInt(1_400) * MILLI);
                }
            } else if (random.nextInt(10) == 0) {
                request.deliver(5 * MILLI, ROUTER, error(request, 11, 0, 0));
            }
        });
        simulation.network.busy = random.nextInt(30);
        var all = IntStream.range(0, 30)
                .mapToObj(i -> simulation.begin(request(address(i % 10), 8, retries, size)))
                .toList();
        simulation.run();
        for (Simulation.Heard heard : all) {
            Map<Integer, Integer> decisions = new HashMap<>();
            heard.events.forEach(event -> decided(event, decisions));
            assertThat(decisions).hasSize(8).allSatisfy((seq, times) -> assertThat(times)
                    .isEqualTo(1));
            PingEvent.Summary summary = heard.summary();
            assertThat(summary.sent()).isEqualTo(8);
            assertThat(summary.received())
                    .isEqualTo(heard.all(PingEvent.Reply.class).size());
            assertThat(summary.late()).isEqualTo(heard.all(PingEvent.Late.class).size());
            assertThat(summary.duplicates())
                    .isEqualTo(heard.all(PingEvent.Duplicate.class).size());
        }
        assertThat(all.stream().mapToInt(heard -> heard.summary().duplicates()).sum())
                .isLessThanOrEqualTo(copies[0]);
        assertThat(simulation.network.open).isEmpty();
    }

    private static void decided(PingEvent event, Map<Integer, Integer> decisions) {
        if (event instanceof PingEvent.Reply reply) {
            decisions.merge(reply.seq(), 1, Integer::sum);
        } else if (event instanceof PingEvent.Timeout timeout) {
            decisions.merge(timeout.seq(), 1, Integer::sum);
        } else if (event instanceof PingEvent.TimeExceeded exceeded) {
            decisions.merge(exceeded.seq(), 1, Integer::sum);
        }
    }

    private static InetAddress address(int i) {
        return Simulation.address("192.0.2." + (10 + i));
    }

    /** An ICMP error by a router that quotes the request's headers only. */
    private static ByteBuffer error(SimulatedNetwork.Request request, int type, int code, int mtu) {
        ByteBuffer message = ByteBuffer.allocate(8 + 20 + 8);
        message.put(0, (byte) type).put(1, (byte) code).putShort(6, (short) mtu);
        message.put(8, (byte) 0x45).put(8 + 9, (byte) 1);
        message.put(8 + 16, request.target.getAddress());
        message.put(28, request.message, 0, 8);
        return ByteBuffer.wrap(mend(message.array()));
    }

    /** With the right checksum. */
    private static byte[] mend(byte[] message) {
        message[2] = 0;
        message[3] = 0;
        long sum = 0;
        for (int i = 0; i < message.length; i += 2) {
            sum += (message[i] & 0xFF) << 8 | (i + 1 < message.length ? message[i + 1] & 0xFF : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        message[2] = (byte) (~sum >> 8);
        message[3] = (byte) ~sum;
        return message;
    }
}
