package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/** Selection, deadlines and redelivery on simulated time: what took minutes of load takes milliseconds and is the same each run. */
class DispatcherSimulationTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void turnsAreStrictlyEvenOverAddressesOfSeveralAgents() {
        SimulatedWorld world = new SimulatedWorld(1);
        world.agent("a", 16, "fd00::1", "fd00::2").start();
        world.agent("b", 16, "fd00::3").start();
        for (int i = 0; i < 3_000; i++) {
            world.at(Duration.ofMillis(100).plusNanos(i * 200_000L), () -> world.send(json -> {}));
        }
        world.time.runUntil(LONG);
        Map<String, Integer> counts = new HashMap<>();
        world.sources.values().forEach(list -> list.forEach(source -> counts.merge(source, 1, Integer::sum)));
        assertThat(counts).isEqualTo(Map.of("a|fd00::1", 1_000, "a|fd00::2", 1_000, "b|fd00::3", 1_000));
        world.assertNothingLostNothingTwice();
    }

    @Test
    void anAgentIsNeverGivenMoreThanItsCredit() {
        SimulatedWorld world = new SimulatedWorld(2);
        SimulatedAgent agent = world.agent("a", 3, "fd00::1");
        agent.workTime = Duration.ofMillis(50);
        agent.start();
        int[] most = new int[1];
        for (int i = 0; i < 40; i++) {
            world.at(Duration.ofMillis(50), () -> world.send(json -> {}));
        }
        world.time.every(
                Duration.ofMillis(1),
                () -> most[0] =
                        Math.max(most[0], world.directory().views().get(0).inFlight()));
        world.time.runUntil(LONG);
        assertThat(most[0]).isEqualTo(3);
        world.assertNothingLostNothingTwice();
    }

    @Test
    void withNobodyThereARequestWaitsAndGoesOutTheMomentAnAgentComes() {
        SimulatedWorld world = new SimulatedWorld(3);
        Dispatch[] waiting = new Dispatch[1];
        world.at(Duration.ofMillis(10), () -> waiting[0] = world.send(json -> json.put("ttl", 20)));
        world.at(Duration.ofSeconds(5), () -> assertThat(world.dispatcher().oldestWaitingMs())
                .isBetween(4_900L, 5_000L));
        world.at(Duration.ofSeconds(7), () -> world.agent("late", 4, "fd00::9").start());
        world.time.runUntil(LONG);
        assertThat(world.dispatcher().oldestWaitingMs()).isZero();
        assertThat(world.answered(waiting[0])).isTrue();
        assertThat(waiting[0].queueMs()).isBetween(6_900.0, 7_100.0);
    }

    @Test
    void withNobodyThereInTimeItEndsAsNoAgentAvailableAndIsNeverSentLater() {
        SimulatedWorld world = new SimulatedWorld(4);
        Dispatch[] sent = new Dispatch[2];
        world.at(Duration.ofMillis(10), () -> sent[0] = world.send(json -> json.put("ttl", 2)));
        world.at(
                Duration.ofMillis(10),
                () -> sent[1] = world.send(json -> json.put("ttl", 20).put("agent_wait", 0.5)));
        world.at(Duration.ofSeconds(3), () -> world.agent("late", 4, "fd00::9").start());
        world.time.runUntil(LONG);
        assertThat(world.failure(sent[0])).isEqualTo("no-agent-available");
        assertThat(world.failure(sent[1])).isEqualTo("no-agent-available");
        assertThat(world.executions).isEmpty();
        world.assertNothingLostNothingTwice();
    }

    @Test
    void anAgentWithoutRoomUntilTheEndMeansExpired() {
        SimulatedWorld world = new SimulatedWorld(5);
        SimulatedAgent slow = world.agent("slow", 1, "fd00::1");
        slow.workTime = Duration.ofSeconds(4);
        slow.start();
        Dispatch[] sent = new Dispatch[2];
        world.at(Duration.ofMillis(100), () -> {
            sent[0] = world.send(json -> json.put("ttl", 2));
            sent[1] = world.send(json -> json.put("ttl", 2));
        });
        world.time.runUntil(LONG);
        // Which of two that arrive together is first, is the queue's affair.
        assertThat(List.of(sent).stream().filter(world::answered)).hasSize(1);
        assertThat(List.of(sent).stream().map(world::failure).filter("expired"::equals))
                .hasSize(1);
        world.assertNothingLostNothingTwice();
    }

    @Test
    void aBlackHoleEndsInAckTimeoutAndHarmsNobodyElse() {
        SimulatedWorld world = new SimulatedWorld(6);
        SimulatedAgent hole = world.agent("hole", 2, "fd00::1");
        hole.blackHole = true;
        hole.start();
        world.agent("good", 2, "fd00::2").start();
        for (int i = 0; i < 20; i++) {
            world.at(Duration.ofMillis(100 + i * 5L), () -> world.send(json -> json.put("timeout", 30)));
        }
        world.time.runUntil(Duration.ofSeconds(90));
        assertThat(world.accepted.stream().filter(world::answered)).hasSize(10);
        assertThat(world.accepted.stream().filter(d -> !world.answered(d)).map(world::failure))
                .allMatch(tag -> tag.equals("ack-timeout") || tag.equals("expired"));
        world.assertNothingLostNothingTwice();
    }

    @Test
    void namesNeverSeenAreRefusedAtOnceAndKnownButAbsentOnesAreWaitedFor() {
        SimulatedWorld world = new SimulatedWorld(7);
        SimulatedAgent agent = world.agent("known", 4, Map.of("region", "eu"), "fd00::1");
        agent.start();
        Dispatch[] sent = new Dispatch[5];
        world.at(Duration.ofMillis(100), () -> {
            sent[0] = world.send(json -> json.put("agent_id", "unknown"));
            sent[1] = world.send(json -> json.put("source_address", "fd00::77"));
            sent[2] = world.send(json -> json.putObject("labels").put("region", "us"));
            agent.cut();
        });
        world.at(Duration.ofMillis(200), () -> {
            sent[3] = world.send(json -> json.put("source_address", "fd00::1"));
            sent[4] = world.send(json -> json.putObject("labels").put("region", "eu"));
        });
        world.at(Duration.ofSeconds(6), agent::connect);
        world.time.runUntil(LONG);
        for (int i = 0; i < 3; i++) {
            assertThat(world.failure(sent[i])).isEqualTo("no-matching-agent");
        }
        assertThat(world.answered(sent[3])).isTrue();
        assertThat(world.answered(sent[4])).isTrue();
        world.assertNothingLostNothingTwice();
    }

    @Test
    void ofAGoneAgentsQueueUnpinnedOrdersMoveAndPinnedOnesWait() {
        SimulatedWorld world = new SimulatedWorld(8);
        SimulatedAgent first = world.agent("first", 1, "fd00::1");
        first.workTime = Duration.ofSeconds(3);
        first.start();
        Dispatch[] sent = new Dispatch[3];
        world.at(Duration.ofMillis(100), () -> sent[0] = world.send(json -> json.put("method", "POST")));
        world.at(Duration.ofMillis(150), () -> {
            sent[1] = world.send(json -> json.put("method", "POST"));
            sent[2] = world.send(
                    json -> json.put("method", "POST").put("agent_id", "first").put("ttl", 20));
        });
        world.at(Duration.ofMillis(500), () -> world.agent("second", 4, "fd00::2")
                .start());
        world.at(Duration.ofSeconds(1), first::kill);
        world.at(Duration.ofSeconds(9), first::start);
        world.time.runUntil(LONG);
        assertThat(world.failure(sent[0])).isEqualTo("agent-lost");
        assertThat(world.answered(sent[1])).isTrue();
        assertThat(sent[1].agentId()).isEqualTo("second");
        assertThat(world.answered(sent[2])).isTrue();
        assertThat(sent[2].agentId()).isEqualTo("first");
        world.assertNothingLostNothingTwice();
    }

    @Test
    void anAnswerThatComesAfterTheEndIsToldAsLateAndChangesNoOutcome() {
        SimulatedWorld world = new SimulatedWorld(15);
        SimulatedAgent agent = world.agent("a", 4, "fd00::1");
        agent.workTime = Duration.ofSeconds(1);
        agent.start();
        world.at(Duration.ofMillis(100), () -> world.send(json -> json.put("method", "POST")));
        world.at(Duration.ofMillis(500), agent::cut);
        world.at(Duration.ofSeconds(20), agent::connect);
        world.at(Duration.ofSeconds(25), () -> world.send(json -> json.put("method", "POST")));
        world.time.runUntil(LONG);
        assertThat(world.failure(world.accepted.get(0))).isEqualTo("agent-lost");
        assertThat(world.answered(world.accepted.get(1))).isTrue();
        assertThat(world.lateAnswers).singleElement().satisfies(late -> {
            assertThat(late.requestId()).isEqualTo(world.accepted.get(0).id());
            assertThat(late.agentId()).isEqualTo("a");
            assertThat(late.statusCode()).isEqualTo(200);
        });
        assertThat(agent.memory()).isEmpty();
        world.assertNothingLostNothingTwice();
    }

    @Test
    void labelSetsDoNotStandInEachOthersWay() {
        SimulatedWorld world = new SimulatedWorld(9);
        SimulatedAgent eu = world.agent("eu", 1, Map.of("region", "eu"), "fd00::1");
        SimulatedAgent us = world.agent("us", 4, Map.of("region", "us"), "fd00::2");
        eu.start();
        us.start();
        world.at(Duration.ofMillis(100), () -> {
            eu.cut();
            us.cut();
        });
        world.at(Duration.ofMillis(200), () -> {
            for (int i = 0; i < 20; i++) {
                String region = i % 2 == 0 ? "eu" : "us";
                world.send(json -> json.put("ttl", 30).putObject("labels").put("region", region));
            }
        });
        eu.workTime = Duration.ofSeconds(1);
        world.at(Duration.ofSeconds(4), eu::connect);
        world.at(Duration.ofSeconds(5), us::connect);
        world.time.runUntil(LONG);
        for (Dispatch dispatch : world.accepted) {
            assertThat(world.answered(dispatch)).isTrue();
            if (dispatch.request().selection().labels().get("region").equals("us")) {
                assertThat(dispatch.queueMs()).isLessThan(5_200);
            }
        }
        world.assertNothingLostNothingTwice();
    }

    @Test
    void killingAnAgentAtEveryArrowLosesNothingAndDoesNothingTwice() {
        everyArrow((world, agent) -> agent.kill(), SimulatedAgent::start);
    }

    @Test
    void cuttingAConnectionAtEveryArrowLosesNothingAndDoesNothingTwice() {
        everyArrow((world, agent) -> agent.cut(), SimulatedAgent::connect);
    }

    @Test
    void anAgentThatNeverComesBackAtAnyArrowLosesNothingSilently() {
        everyArrow((world, agent) -> agent.kill(), agent -> {});
    }

    @Test
    void limitsAnswerAtOnceAndGiveWayWhenRequestsEnd() {
        SimulatedWorld world = new SimulatedWorld(12, 1_000, new DispatchLimits(100, 5, 20));
        world.agent("a", 50, "fd00::1").start();
        world.at(Duration.ofMillis(100), () -> {
            for (int i = 0; i < 8; i++) {
                world.send(json -> {});
            }
        });
        world.at(Duration.ofSeconds(3), () -> world.send(json -> {}));
        for (int i = 0; i < 60; i++) {
            world.at(Duration.ofSeconds(5).plusMillis(i * 10L), () -> world.send(json -> {}));
        }
        world.time.runUntil(LONG);
        List<Dispatch> burst = world.accepted.subList(0, 8);
        assertThat(burst.stream().filter(world::answered)).hasSize(5);
        assertThat(burst.stream().map(world::failure).filter("rate-limited"::equals))
                .hasSize(3);
        assertThat(world.answered(world.accepted.get(8))).isTrue();
        assertThat(world.accepted.subList(9, 69).stream()
                        .filter(world::answered)
                        .count())
                .isBetween(30L, 33L);
        world.assertNothingLostNothingTwice();
    }

    @Test
    void aDrainingNodeRefusesAndFinishesWhatItHas() {
        SimulatedWorld world = new SimulatedWorld(13);
        SimulatedAgent agent = world.agent("a", 50, "fd00::1");
        agent.workTime = Duration.ofSeconds(1);
        agent.start();
        world.at(Duration.ofMillis(100), () -> world.send(json -> {}));
        world.at(Duration.ofMillis(200), () -> world.draining = true);
        world.at(Duration.ofMillis(300), () -> world.send(json -> {}));
        world.time.runUntil(LONG);
        assertThat(world.answered(world.accepted.get(0))).isTrue();
        assertThat(world.failure(world.accepted.get(1))).isEqualTo("draining");
    }

    @Test
    void anAbsentBrokerIsAnAnswerNotAHang() {
        SimulatedWorld world = new SimulatedWorld(14);
        world.agent("a", 50, "fd00::1").start();
        world.at(Duration.ofMillis(100), () -> world.broker.available = false);
        world.at(Duration.ofMillis(200), () -> world.send(json -> {}));
        world.time.runUntil(LONG);
        assertThat(world.failure(world.accepted.get(0))).isEqualTo("unavailable");
        world.assertNothingLostNothingTwice();
    }

    /** One pair of agents, a few requests of each kind; the interruption comes before each event in turn. */
    private static void everyArrow(
            BiConsumer<SimulatedWorld, SimulatedAgent> interrupt, java.util.function.Consumer<SimulatedAgent> repair) {
        long steps = arrows(-1, interrupt, repair);
        for (long step = 0; step < steps; step++) {
            arrows(step, interrupt, repair);
        }
    }

    private static long arrows(
            long step,
            BiConsumer<SimulatedWorld, SimulatedAgent> interrupt,
            java.util.function.Consumer<SimulatedAgent> repair) {
        SimulatedWorld world = new SimulatedWorld(42);
        SimulatedAgent victim = world.agent("a", 2, "fd00::1");
        SimulatedAgent other = world.agent("b", 2, "fd00::2");
        other.workTime = Duration.ofMillis(5);
        victim.start();
        other.start();
        world.at(Duration.ofMillis(20), () -> {
            world.send(json -> json.put("method", "POST"));
            world.send(json -> json.put("method", "POST"));
            world.send(json -> json.put("method", "GET"));
            world.send(json -> json.put("method", "POST").put("agent_id", "a"));
            world.send(json -> json.put("method", "POST").put("redeliver", true));
            world.send(json -> json.put("method", "POST").put("source_address", "fd00::2"));
        });
        world.time.interrupt(step, () -> {
            interrupt.accept(world, victim);
            world.at(Duration.ofMillis(700), () -> repair.accept(victim));
        });
        world.time.runUntil(Duration.ofMillis(60));
        long steps = world.time.arrows();
        world.time.runUntil(Duration.ofSeconds(120));
        world.assertNothingLostNothingTwice();
        for (Dispatch dispatch : world.accepted) {
            if (dispatch.request().repeatable()
                    && !dispatch.request().selection().pinned()) {
                assertThat(world.answered(dispatch))
                        .as("step %d: a repeatable order is answered: %s", step, world.outcomes.get(dispatch))
                        .isTrue();
            }
        }
        assertThat(other.memory())
                .as("step %d: the agent may forget everything", step)
                .isEmpty();
        return steps;
    }

    @Test
    void aReconnectStormOfFlappingAgentsKeepsEveryPromise() {
        for (long seed = 0; seed < 30; seed++) {
            SimulatedWorld world = new SimulatedWorld(1_000 + seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int a = 0; a < 4; a++) {
                SimulatedAgent agent =
                        world.agent("agent-" + a, 1 + random.nextInt(4), "fd00::" + a + "1", "fd00::" + a + "2");
                agent.workTime = Duration.ofMillis(1 + random.nextInt(300));
                agent.start();
                for (long at = 300; at < 20_000; at += 200 + random.nextInt(3_000)) {
                    boolean kill = random.nextBoolean();
                    world.at(Duration.ofMillis(at), kill ? agent::kill : agent::cut);
                    at += 100 + random.nextInt(3_000);
                    world.at(Duration.ofMillis(at), kill ? agent::start : agent::connect);
                }
                world.at(Duration.ofSeconds(24), agent::cut);
                world.at(Duration.ofSeconds(25), agent::connect);
            }
            for (int i = 0; i < 300; i++) {
                String method = List.of("GET", "POST", "POST", "DELETE").get(random.nextInt(4));
                int pin = random.nextInt(12);
                world.at(
                        Duration.ofMillis(100 + random.nextInt(20_000)),
                        () -> world.send(json -> {
                            json.put("method", method).put("timeout", 5).put("ttl", 8);
                            if (pin < 4) {
                                json.put("agent_id", "agent-" + pin);
                            }
                        }));
            }
            world.time.runUntil(Duration.ofSeconds(120));
            world.assertNothingLostNothingTwice();
        }
    }

    @Test
    void whatExplainSaysIsWhatThenHappensAndNothingElseChangesThePool() {
        SimulatedWorld world = new SimulatedWorld(11);
        world.agent("a", 8, Map.of("region", "eu"), "fd00::1", "fd00::2").start();
        world.agent("b", 8, Map.of("region", "us"), "fd00::3").start();
        SimulatedAgent away = world.agent("c", 8, Map.of("region", "us", "tier", "x"), "fd00::4");
        away.start();
        world.at(Duration.ofMillis(50), away::cut);
        SplittableRandom random = new SplittableRandom(5);
        int[] checked = new int[1];
        for (int i = 0; i < 1_000; i++) {
            world.at(Duration.ofMillis(100).plusNanos(i * 1_500_000L), () -> {
                ExecuteRequest request = world.parse(json -> randomRequest(json, random));
                ExplainedBySimulation.check(world, request);
                checked[0]++;
            });
        }
        world.time.runUntil(Duration.ofSeconds(120));
        assertThat(checked[0]).isEqualTo(1_000);
        world.assertNothingLostNothingTwice();
    }

    private static void randomRequest(com.fasterxml.jackson.databind.node.ObjectNode json, SplittableRandom random) {
        json.put(
                "strategy",
                List.of("round_robin", "random", "least_in_flight", "sticky").get(random.nextInt(4)));
        json.put("session", "s" + random.nextInt(5)).put("ttl", 1 + random.nextInt(3));
        switch (random.nextInt(8)) {
            case 0 -> json.put("agent_id", List.of("a", "b", "c", "nobody").get(random.nextInt(4)));
            case 1 -> json.put("source_address", "fd00::" + (1 + random.nextInt(6)));
            case 2 ->
                json.putObject("labels")
                        .put("region", List.of("eu", "us", "mars").get(random.nextInt(3)));
            default -> {}
        }
    }
}
