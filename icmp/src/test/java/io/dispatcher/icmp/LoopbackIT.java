package io.dispatcher.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dispatcher.icmp.PingEvent.Reply;
import io.dispatcher.icmp.PingEvent.Summary;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The engine with its thread and the kernel's sockets, on this machine's loopback. */
class LoopbackIT {
    private final Queue<PingEvent> events = new ConcurrentLinkedQueue<>();

    private static PingRequest request(String target, int count) throws IOException {
        return new PingRequest(
                InetAddress.getByName(target), null, Duration.ofMillis(5), count, Duration.ofSeconds(2), 0, 56);
    }

    private void awaitSummaries(int count) {
        await().atMost(Duration.ofSeconds(60))
                .until(() -> events.stream().filter(Summary.class::isInstance).count() == count);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.8.7", "::1"})
    void this_machine_answers(String target) throws Exception {
        try (PingEngine engine = PingEngine.open()) {
            assertThat(engine.capabilities().problem()).isNull();
            engine.ping(request(target, 20), events::add);
            awaitSummaries(1);
        }
        String address = InetAddress.getByName(target).getHostAddress();
        assertThat(events).hasSize(21).first().isInstanceOfSatisfying(Reply.class, reply -> {
            assertThat(reply.address().getHostAddress()).isEqualTo(address);
            assertThat(reply.hopLimit()).isEqualTo(64);
            assertThat(Duration.between(reply.timestamp(), java.time.Instant.now())
                            .abs())
                    .isLessThan(Duration.ofMinutes(1));
        });
        assertThat(events.stream().filter(Reply.class::isInstance).map(Reply.class::cast))
                .allSatisfy(reply -> assertThat(reply.rttNanos()).isPositive());
    }

    @Test
    void each_of_many_source_addresses_is_the_one_that_is_answered() throws Exception {
        List<String> wrong = new ArrayList<>();
        AtomicInteger right = new AtomicInteger();
        try (PingEngine engine = PingEngine.open()) {
            for (int i = 1; i <= 300; i++) {
                InetAddress source = InetAddress.getByName("127.1." + i / 200 + "." + (1 + i % 200));
                PingRequest request = new PingRequest(
                        InetAddress.getByName("127.0.0.1"),
                        source,
                        Duration.ofMillis(10),
                        3,
                        Duration.ofSeconds(5),
                        0,
                        56);
                engine.ping(request, event -> {
                    if (event instanceof Reply reply && source.equals(reply.sourceAddress())) {
                        right.incrementAndGet();
                    } else if (!(event instanceof Summary)) {
                        wrong.add(source + ": " + event);
                    }
                    events.add(event);
                });
            }
            awaitSummaries(300);
        }
        assertThat(wrong).isEmpty();
        assertThat(right).hasValue(900);
    }

    @Test
    void ten_thousand_targets_three_times_and_nothing_is_lost() throws Exception {
        try (PingEngine engine = PingEngine.open()) {
            for (int i = 0; i < 10_000; i++) {
                PingRequest request = new PingRequest(
                        InetAddress.getByName("127.2." + i / 200 + "." + (1 + i % 200)),
                        null,
                        Duration.ofMillis(500),
                        3,
                        Duration.ofSeconds(10),
                        0,
                        56);
                engine.ping(request, event -> {
                    if (!(event instanceof Reply)) {
                        events.add(event);
                    }
                });
            }
            awaitSummaries(10_000);
        }
        assertThat(events).allSatisfy(event -> assertThat(event)
                .isInstanceOfSatisfying(
                        Summary.class, summary -> assertThat(summary.received()).isEqualTo(3)));
    }

    @Test
    void a_full_engine_refuses_and_takes_on_again_when_there_is_room() throws Exception {
        try (PingEngine engine = PingEngine.open(new PingLimits(2, 4_000))) {
            PingHandle first = engine.ping(request("127.0.0.1", PingRequest.ENDLESS), events::add);
            assertThatThrownBy(() -> engine.ping(request("127.0.0.1", PingRequest.ENDLESS), events::add))
                    .isInstanceOf(PingRefusedException.class)
                    .hasMessage("more than 4000 probes under way at once");
            PingHandle second = engine.ping(request("127.0.0.1", 1_000), events::add);
            assertThatThrownBy(() -> engine.ping(request("127.0.0.1", 1), events::add))
                    .isInstanceOf(PingRefusedException.class)
                    .hasMessage("more than 2 pings at once");
            first.cancel();
            second.cancel();
            awaitSummaries(2);
            await().until(() -> {
                try {
                    engine.ping(request("127.0.0.1", 1), events::add);
                    return true;
                } catch (PingRefusedException stillFull) {
                    return false;
                }
            });
            awaitSummaries(3);
        }
    }

    @Test
    void closing_ends_every_ping_with_its_summary_and_takes_on_no_more() throws Exception {
        PingEngine engine = PingEngine.open();
        PingHandle handle = engine.ping(request("::1", PingRequest.ENDLESS), events::add);
        await().until(() -> !events.isEmpty());
        engine.close();
        assertThat(events.stream().filter(Summary.class::isInstance)).hasSize(1);
        handle.cancel();
        assertThatThrownBy(() -> engine.ping(request("::1", 1), events::add))
                .isInstanceOf(PingRefusedException.class)
                .hasMessage("the ping engine is closed");
    }
}
