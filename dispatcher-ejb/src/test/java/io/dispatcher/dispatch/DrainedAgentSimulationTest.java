package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may only go through an agent waits while that one is drained, also the order it had asked for before. */
class DrainedAgentSimulationTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @ParameterizedTest
    @ValueSource(strings = {"agent_id", "source_address"})
    void pinnedWorkWaitsUntilTheAgentIsResumed(String pin) {
        SimulatedWorld world = new SimulatedWorld(1);
        world.agent("a", 4, "fd00::1").start();
        String value = pin.equals("agent_id") ? "a" : "fd00::1";
        Dispatch[] sent = new Dispatch[2];
        world.at(Duration.ofSeconds(1), () -> world.directory().drain("a", true));
        for (int i = 0; i < 2; i++) {
            int number = i;
            world.at(
                    Duration.ofSeconds(2),
                    () -> sent[number] = world.send(json -> json.put(pin, value).put("ttl", 20)));
        }
        world.at(Duration.ofSeconds(5), () -> {
            assertThat(world.executions).isEmpty();
            world.directory().drain("a", false);
        });
        world.time.runUntil(LONG);
        for (Dispatch dispatch : sent) {
            assertThat(world.answered(dispatch)).isTrue();
            assertThat(dispatch.queueMs()).isBetween(2_900.0, 3_100.0);
        }
        world.assertNothingLostNothingTwice();
    }

    @ParameterizedTest
    @ValueSource(strings = {"agent_id", "source_address"})
    void pinnedWorkWhoseTimeIsOverIsNotDoneLater(String pin) {
        SimulatedWorld world = new SimulatedWorld(2);
        world.agent("a", 4, "fd00::1").start();
        String value = pin.equals("agent_id") ? "a" : "fd00::1";
        Dispatch[] sent = new Dispatch[1];
        world.at(Duration.ofSeconds(1), () -> world.directory().drain("a", true));
        world.at(
                Duration.ofSeconds(2),
                () -> sent[0] = world.send(json -> json.put(pin, value).put("ttl", 2)));
        world.at(Duration.ofSeconds(10), () -> world.directory().drain("a", false));
        world.time.runUntil(LONG);
        assertThat(world.failure(sent[0])).isEqualTo("no-agent-available");
        assertThat(world.executions).isEmpty();
        world.assertNothingLostNothingTwice();
    }
}
