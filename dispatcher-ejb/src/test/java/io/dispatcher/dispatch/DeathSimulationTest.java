package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What dies at each single arrow of a {@link MixedRun}: the node, its broker, the network between them, an agent twice. */
class DeathSimulationTest {
    /** By then all are answered but some of the slow agent's; those go on as they began. */
    private static final Duration RUN = Duration.ofMillis(1_200);

    @Test
    void killingTheNodeWithItsBrokerAtEveryArrowLeavesAWholeWorld() {
        atEveryArrow(run -> run.world.killNode(true, run::sendAtOnce));
    }

    @Test
    void killingTheNodeWhoseBrokerLivesOnAtEveryArrowLeavesAWholeWorld() {
        atEveryArrow(run -> run.world.killNode(false, run::sendAtOnce));
    }

    @Test
    void killingTheNodeAndAnAgentWithItAtEveryArrowLeavesAWholeWorld() {
        atEveryArrow(run -> {
            run.quick.kill();
            run.world.at(Duration.ofMillis(500), run.quick::start);
            run.world.killNode(false, run::sendAtOnce);
        });
    }

    @Test
    void aBrokerThatIsAwayAtEveryArrowLeavesAWholeWorld() {
        atEveryArrow(run -> {
            run.world.broker.away();
            run.world.at(Duration.ofSeconds(3), run.world.broker::back);
            run.world.at(Duration.ofMillis(3_100), run::sendAtOnce);
        });
    }

    @Test
    void killingTheBrokerAloneAtEveryArrowLeavesAWholeWorldWhereNoneWaitedInVain() {
        atEveryArrow(run -> {
            run.world.broker.died();
            run.world.at(Duration.ofSeconds(3), run.world.broker::back);
            run.world.at(Duration.ofMillis(3_100), run::sendAtOnce);
            run.world.at(Duration.ofSeconds(45), () -> assertNoneWaitedInVain(run.world));
        });
    }

    @Test
    void ordersOfAnAgentThatGoesWhileTheBrokerIsAwayMoveToOthers() {
        atEveryArrow(run -> {
            run.quick.kill();
            run.world.at(Duration.ofSeconds(50), run.quick::start);
            run.world.broker.away();
            run.world.at(Duration.ofSeconds(3), run.world.broker::back);
            run.world.at(Duration.ofSeconds(45), () -> assertNoneWaitedInVain(run.world));
        });
    }

    /** What was surely not begun, and is not for one agent only, found another. */
    private static void assertNoneWaitedInVain(SimulatedWorld world) {
        assertThat(world.accepted)
                .filteredOn(dispatch -> !dispatch.request().selection().pinned())
                .noneMatch(dispatch -> "expired".equals(world.failure(dispatch)));
    }

    /** The agent is killed, comes back at once, and loses its connection again soon after: at every arrow, and some later ones each. */
    @Test
    void aSecondBlowSoonAfterTheFirstDoesNothingTwice() {
        SplittableRandom random = new SplittableRandom(7);
        long arrows = run(-1, run -> {});
        for (long arrow = 0; arrow < arrows; arrow++) {
            long second = arrow + 1 + random.nextInt(60);
            run(arrow, run -> {
                run.quick.kill();
                run.world.at(Duration.ofMillis(2), run.quick::start);
                run.world.time.interrupt(second, () -> {
                    run.quick.cut();
                    run.world.at(Duration.ofMillis(2), run.quick::connect);
                });
            });
        }
    }

    private static void atEveryArrow(Consumer<MixedRun> interruption) {
        long arrows = run(-1, interruption);
        assertThat(arrows).as("arrows of the run").isGreaterThan(500);
        LongStream.range(0, arrows).parallel().forEach(arrow -> run(arrow, interruption));
    }

    private static long run(long arrow, Consumer<MixedRun> interruption) {
        MixedRun run = new MixedRun(77);
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
