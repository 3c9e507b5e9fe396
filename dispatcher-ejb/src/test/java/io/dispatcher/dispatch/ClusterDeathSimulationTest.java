package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Two nodes at one broker, callers and agents at both: what dies at the arrows of a {@link MixedRun}. */
class ClusterDeathSimulationTest {
    private static final Duration RUN = Duration.ofMillis(1_200);

    /** Every so many of them; 1 takes minutes. */
    private static final int EVERY = Integer.getInteger("simulation.every", 7);

    @Test
    void aNodeThatIsKilledAndComesBackLosesNothingOfTheOther() {
        atArrows(0, run -> run.world.killNode(0, false, Duration.ofMillis(400), run::sendAtOnce));
    }

    @Test
    void aNodeThatIsKilledAndStaysAwayLosesNothingOfTheOther() {
        atArrows(1, run -> run.world.killNode(1, false, Duration.ofSeconds(30), run::sendAtOnce));
    }

    @Test
    void anAgentThatIsKilledIsServedByWhicheverNodeItComesBackTo() {
        atArrows(2, run -> {
            run.quick.kill();
            run.world.at(Duration.ofMillis(500), run.quick::start);
            run.world.at(Duration.ofMillis(600), run::sendAtOnce);
        });
    }

    @Test
    void anAgentThatLosesItsConnectionGoesOnAtTheOtherNode() {
        atArrows(3, run -> {
            run.quick.cut();
            run.world.at(Duration.ofMillis(2), run.quick::connect);
            run.world.at(Duration.ofMillis(100), run::sendAtOnce);
        });
    }

    @Test
    void aNodeAndAnAgentOfTheOtherKilledTogetherLoseNothing() {
        atArrows(4, run -> {
            run.quick.kill();
            run.world.at(Duration.ofMillis(500), run.quick::start);
            run.world.killNode(1, false, Duration.ofMillis(400), run::sendAtOnce);
        });
    }

    @Test
    void aBrokerThatIsAwayLosesNothing() {
        atArrows(5, run -> {
            run.world.broker.away();
            run.world.at(Duration.ofSeconds(3), run.world.broker::back);
            run.world.at(Duration.ofMillis(6_000), run::sendAtOnce);
        });
    }

    @Test
    void aBrokerThatIsKilledLosesNothingThatMayBeSentAgain() {
        atArrows(6, run -> {
            run.world.broker.died();
            run.world.at(Duration.ofSeconds(3), run.world.broker::back);
            run.world.at(Duration.ofMillis(6_000), run::sendAtOnce);
        });
    }

    private static void atArrows(int first, Consumer<MixedRun> interruption) {
        long arrows = run(-1, interruption);
        assertThat(arrows).as("arrows of the run").isGreaterThan(500);
        LongStream.range(0, arrows)
                .filter(arrow -> arrow % EVERY == first % EVERY)
                .parallel()
                .forEach(arrow -> run(arrow, interruption));
    }

    private static long run(long arrow, Consumer<MixedRun> interruption) {
        MixedRun run = new MixedRun(77, 2);
        run.world.time.interrupt(arrow, () -> interruption.accept(run));
        try {
            run.world.time.runUntil(RUN);
            long arrows = run.world.time.arrows();
            run.proveWhole();
            return arrows;
        } catch (AssertionError e) {
            throw new AssertionError("at arrow " + arrow, e);
        }
    }
}
