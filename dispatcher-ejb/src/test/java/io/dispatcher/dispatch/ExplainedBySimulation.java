package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.dispatch.pipeline.Decision;
import java.util.List;

/** Asks first, twice, then sends, and compares. */
final class ExplainedBySimulation {
    private ExplainedBySimulation() {}

    static void check(SimulatedWorld world, ExecuteRequest request) {
        List<Integer> before = loads(world, request);
        Decision said = world.dispatcher().explain(request, null);
        assertThat(world.dispatcher().explain(request, null))
                .as("asking changes nothing")
                .isEqualTo(said);
        assertThat(loads(world, request)).isEqualTo(before);

        int sentBefore = world.broker.sent;
        Dispatch dispatch = world.send(request);
        if (said instanceof Decision.Refused refused) {
            assertThat(world.outcomes.get(dispatch)).isEqualTo(new Outcome.Failed(refused.failure()));
            assertThat(world.broker.sent).isEqualTo(sentBefore);
        } else if (said instanceof Decision.Assigned assigned) {
            assertThat(dispatch.agentId()).isEqualTo(assigned.address().agentId());
            assertThat(dispatch.address()).isEqualTo(assigned.address());
        } else {
            assertThat(dispatch.agentId()).isNull();
            assertThat(world.broker.sent).isEqualTo(sentBefore + 1);
        }
    }

    private static List<Integer> loads(SimulatedWorld world, ExecuteRequest request) {
        return world.directory().candidates(request.selection()).stream()
                .map(PooledAddress::inFlight)
                .toList();
    }
}
