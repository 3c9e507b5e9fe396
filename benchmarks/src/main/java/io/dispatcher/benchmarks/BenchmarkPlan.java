package io.dispatcher.benchmarks;

import io.dispatcher.benchmarks.load.Body;
import io.dispatcher.benchmarks.load.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured and for how long.
 *
 * @param rounds how often each peer is measured under each scenario, the peers in turn
 * @param window measured part of a round
 * @param settle unmeasured load before each window, which brings a peer back that was idle while others were measured
 * @param warmUp once per peer that runs on a JVM, spread over the bodies; others get a fifth
 * @param backAndForth every second round has the peers in reverse order, for peers that it takes long to change between
 */
record BenchmarkPlan(
        List<Integer> connections,
        List<Body> bodies,
        int rounds,
        Duration window,
        Duration settle,
        Duration warmUp,
        boolean backAndForth) {
    BenchmarkPlan {
        if (connections.isEmpty() || bodies.isEmpty() || rounds < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException(
                    "nothing to measure: connections, bodies, rounds and seconds are needed");
        }
    }

    List<Scenario> scenarios() {
        List<Scenario> scenarios = new ArrayList<>();
        for (Body body : bodies) {
            for (int count : connections) {
                scenarios.add(new Scenario(count, body));
            }
        }
        return scenarios;
    }

    /** How long the run takes if every peer does every scenario and answers in time. */
    Duration expected(int peers) {
        Duration cell = window.plus(settle).plusMillis(100);
        return cell.multipliedBy((long) scenarios().size() * rounds * peers)
                .plus(warmUp.multipliedBy(peers))
                .plusSeconds(20);
    }
}
