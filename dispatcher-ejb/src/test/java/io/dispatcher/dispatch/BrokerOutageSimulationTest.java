package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of orders when an external broker goes and comes back, with or without what it had. */
class BrokerOutageSimulationTest {
    private static final Duration END = Duration.ofSeconds(60);

    private final SimulatedWorld world = new SimulatedWorld(21);
    private final SimulatedAgent agent = world.agent("a", 2, "fd00::1");

    @Test
    void theBrokerKeepsAnOrderInFlightThroughAnOutageUntilItsCallerWasTold() {
        agent.workTime = Duration.ofSeconds(5);
        agent.start();
        Dispatch[] sent = new Dispatch[1];
        world.at(Duration.ofMillis(100), () -> sent[0] = world.send(json -> json.put("method", "POST")));
        world.at(Duration.ofSeconds(1), world.broker::away);
        world.at(Duration.ofSeconds(2), world.broker::back);
        world.at(Duration.ofSeconds(4), () -> assertThat(world.broker.total()).isEqualTo(1));
        world.time.runUntil(END);
        assertThat(world.answered(sent[0])).isTrue();
        assertThat(world.executions(sent[0])).isEqualTo(1);
        world.assertNothingLostNothingTwice();
        world.assertAtRest();
    }

    @Test
    void anOrderInFlightThatComesAgainTakesNoRoomFromOthers() {
        agent.workTime = Duration.ofSeconds(5);
        agent.start();
        Dispatch[] sent = new Dispatch[2];
        world.at(Duration.ofMillis(100), () -> sent[0] = world.send(json -> json.put("method", "POST")));
        world.at(Duration.ofSeconds(1), world.broker::away);
        world.at(Duration.ofSeconds(2), world.broker::back);
        world.at(Duration.ofMillis(2_100), () -> sent[1] = world.send(json -> json.put("method", "POST")));
        world.at(Duration.ofSeconds(4), () -> assertThat(agent.running()).isEqualTo(2));
        world.time.runUntil(END);
        assertThat(world.answered(sent[1])).isTrue();
        world.assertAtRest();
    }

    @Test
    void whatWaitedInABrokerThatDiedIsServedWhenItIsBack() {
        agent.workTime = Duration.ofSeconds(2);
        agent.start();
        for (int i = 0; i < 6; i++) {
            world.at(Duration.ofMillis(100 + i), () -> world.send(json -> json.put("method", "POST")));
        }
        world.at(
                Duration.ofMillis(100),
                () -> world.send(json -> json.put("method", "POST").put("agent_id", "a")));
        world.at(Duration.ofSeconds(1), world.broker::died);
        world.at(Duration.ofSeconds(4), world.broker::back);
        world.time.runUntil(END);
        assertThat(world.accepted).hasSize(7).allMatch(world::answered);
        world.assertNothingLostNothingTwice();
        world.assertAtRest();
    }

    @Test
    void anOrderThatAnAgentHasIsNotEndedByABrokerThatDoesNotSayItTookIt() {
        agent.workTime = Duration.ofSeconds(2);
        agent.start();
        Dispatch[] sent = new Dispatch[1];
        world.at(Duration.ofMillis(100), () -> {
            world.broker.unconfirmed = true;
            sent[0] = world.send(json -> json.put("method", "POST"));
        });
        world.time.runUntil(END);
        assertThat(world.answered(sent[0])).isTrue();
        assertThat(world.executions(sent[0])).isEqualTo(1);
    }

    @Test
    void whatAnAgentHadWhenTheBrokerDiedGoesToAnotherAgentIfThatOneDies() {
        SimulatedAgent other = world.agent("b", 2, "fd00::2");
        agent.workTime = Duration.ofSeconds(8);
        agent.start();
        Dispatch[] sent = new Dispatch[2];
        world.at(Duration.ofMillis(100), () -> sent[0] = world.send(json -> json.put("method", "GET")));
        world.at(Duration.ofMillis(101), () -> sent[1] = world.send(json -> json.put("method", "POST")));
        world.at(Duration.ofSeconds(1), world.broker::died);
        world.at(Duration.ofSeconds(2), world.broker::back);
        world.at(Duration.ofSeconds(3), other::start);
        world.at(Duration.ofSeconds(5), agent::kill);
        world.at(Duration.ofSeconds(20), agent::start);
        world.time.runUntil(END);
        assertThat(world.answered(sent[0])).isTrue();
        assertThat(world.answered(sent[1])).isFalse();
        assertThat(world.executions(sent[1])).isEqualTo(1);
        world.assertAtRest();
    }

    @Test
    void whatTheBrokerHasNoRoomForAfterItsAgentWasLostIsTriedUntilItHas() {
        SimulatedAgent other = world.agent("b", 2, "fd00::2");
        agent.workTime = Duration.ofSeconds(8);
        agent.start();
        Dispatch[] sent = new Dispatch[2];
        world.at(Duration.ofMillis(100), () -> sent[0] = world.send(json -> json.put("method", "GET")));
        world.at(Duration.ofMillis(101), () -> sent[1] = world.send(json -> json.put("method", "POST")));
        world.at(Duration.ofSeconds(1), world.broker::died);
        world.at(Duration.ofSeconds(2), world.broker::back);
        world.at(Duration.ofSeconds(3), other::start);
        world.at(Duration.ofMillis(4_900), () -> world.broker.full = true);
        world.at(Duration.ofSeconds(5), agent::kill);
        world.at(Duration.ofSeconds(12), () -> world.broker.full = false);
        world.at(Duration.ofSeconds(20), agent::start);
        world.time.runUntil(END);
        assertThat(world.answered(sent[0])).isTrue();
        assertThat(world.answered(sent[1])).isFalse();
        assertThat(world.executions(sent[1])).isEqualTo(1);
        world.assertAtRest();
    }
}
