package io.dispatcher.icmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dispatcher.icmp.lab.BadLink;
import io.dispatcher.icmp.lab.Command;
import io.dispatcher.icmp.lab.Figures;
import io.dispatcher.icmp.lab.PingMain;
import io.dispatcher.icmp.lab.Weather;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Over a link with delay, jitter, loss, doubling and reordering we count what {@code fping} counts beside us. */
class BadLinkIT {
    private static final int COUNT = 200;
    private static final int ROUNDS = 3;
    private static final double ALIKE_MICROS = 1_500;

    static Stream<Arguments> links() {
        return Stream.of(
                        new Weather(20, 0, 0, 0, 0),
                        new Weather(20, 5, 0, 0, 0),
                        new Weather(20, 0, 10, 0, 0),
                        new Weather(20, 0, 0, 10, 0),
                        new Weather(20, 0, 0, 0, 10),
                        new Weather(20, 5, 10, 5, 5))
                .flatMap(weather -> Stream.of(Arguments.of(weather, BadLink.FAR), Arguments.of(weather, BadLink.FAR6)));
    }

    @ParameterizedTest
    @MethodSource("links")
    void round_trips_and_loss_are_those_of_fping(Weather weather, String target) {
        try (BadLink link = new BadLink(weather)) {
            Figures[] both = measured(link, weather, target);
            for (int again = 1; again < ROUNDS && !alike(both); again++) {
                both = measured(link, weather, target);
            }
            assertThat(both[0].averageMicros()).isCloseTo(both[1].averageMicros(), within(ALIKE_MICROS));
        }
    }

    /** Something else that ran on the machine makes one of them later than the other. */
    private static boolean alike(Figures[] both) {
        return Math.abs(both[0].averageMicros() - both[1].averageMicros()) <= ALIKE_MICROS;
    }

    /** @return the engine's figures and those of fping, on the same link at the same time */
    private static Figures[] measured(BadLink link, Weather weather, String target) {
        List<String> fping =
                link.near.command(List.of("fping", "-q", "-c", "" + COUNT, "-p", "10", "-t", "1000", target));
        List<String> engine = link.near.command(
                Command.java(PingMain.class, List.of(), "count=" + COUNT, "interval=10", "quiet=1", "warm=20", target));
        Process other = Command.start(fping);
        String said = Command.output(Command.start(engine), engine);
        Figures ours = Figures.ofEngine(said);
        Figures theirs = Figures.ofFping(Command.output(other, fping));
        assertThat(ours.sent()).isEqualTo(COUNT);
        if (BadLink.netem()) {
            // Chance decides for each: 5 standard deviations.
            assertThat(ours.lossPercent()).isCloseTo(weather.lossPercent(), within(11.0));
        } else {
            assertThat(ours.received()).isEqualTo(COUNT - COUNT * weather.lossPercent() / 100);
            assertThat(theirs.received()).isBetween(ours.received(), ours.received() + ours.duplicates());
        }
        // Without the answer to the last one: after it nobody listens any more.
        long doubled = COUNT * weather.duplicatePercent() / 100;
        assertThat(ours.duplicates()).isBetween(doubled / 3, doubled * 3);
        return new Figures[] {ours, theirs};
    }
}
