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
            List<String> fping =
                    link.near.command(List.of("fping", "-q", "-c", "" + COUNT, "-p", "10", "-t", "1000", target));
            List<String> engine = link.near.command(Command.java(
                    PingMain.class, List.of(), "count=" + COUNT, "interval=10", "quiet=1", "warm=20", target));
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
            assertThat(ours.averageMicros()).isCloseTo(theirs.averageMicros(), within(1_500.0));
        }
    }
}
