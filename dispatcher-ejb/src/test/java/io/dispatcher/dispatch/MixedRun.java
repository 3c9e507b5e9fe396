package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Requests of every kind in one world: all strategies, pinned by agent and by address, with labels nobody has yet, repeatable and not, more than
 * one agent can take at once; and afterwards the proof that the world is whole.
 */
final class MixedRun {
    private static final int ADDRESSES = 5;

    final SimulatedWorld world;
    final SimulatedAgent quick;
    private final SimulatedAgent slow;
    private final List<Dispatch> later = new ArrayList<>();

    private boolean twins = true;

    MixedRun(long seed) {
        this(seed, 1);
    }

    /** @param nodes each agent begins at another one, requests come to all in turn */
    MixedRun(long seed, int nodes) {
        world = SimulatedWorld.of(seed, nodes);
        quick = world.agent("quick", 3, Map.of("region", "eu"), "fd00::1", "fd00::2");
        SimulatedAgent other = world.agent("other", 2, Map.of("region", "us"), "fd00::3");
        slow = world.agent("slow", 2, Map.of(), "fd00::4");
        SimulatedAgent late = world.agent("late", 2, Map.of("region", "late"), "fd00::5");
        world.directory().register("late", Map.of("region", "late"), List.of());
        other.workTime = Duration.ofMillis(5);
        slow.workTime = Duration.ofSeconds(1);
        quick.start();
        other.start();
        slow.start();
        world.at(Duration.ofMillis(20), this::unpinned);
        world.at(Duration.ofMillis(25), this::pinned);
        world.at(Duration.ofMillis(30), this::waiting);
        world.at(Duration.ofMillis(100), late::start);
        world.at(Duration.ofMillis(110), this::unpinned);
    }

    private void unpinned() {
        for (String strategy : List.of("round_robin", "least_in_flight", "random", "sticky")) {
            send(json -> json.put("method", "POST").put("strategy", strategy).put("session", "s1"));
            send(json -> json.put("method", "GET").put("strategy", strategy).put("session", "s2"));
        }
        send(json -> json.put("method", "POST").put("redeliver", true));
    }

    private void pinned() {
        for (String method : List.of("POST", "POST", "POST", "DELETE")) {
            send(json -> json.put("method", method).put("agent_id", "slow"));
        }
        send(json -> json.put("method", "POST").put("source_address", "fd00::3"));
        send(json -> json.put("method", "PUT").put("source_address", "fd00::1"));
        send(json -> json.put("method", "POST").put("agent_id", "quick").put("redeliver", true));
    }

    /** Nobody has this label before the late agent comes. */
    private void waiting() {
        for (String method : List.of("POST", "GET", "POST")) {
            send(json -> json.put("method", method).putObject("labels").put("region", "late"));
        }
        send(json -> json.put("agent_wait", 0.04).putObject("labels").put("region", "late"));
        send(json -> json.put("method", "POST").put("agent_id", "late"));
    }

    /** Each with a durable twin. */
    private Dispatch send(Consumer<ObjectNode> members) {
        Consumer<ObjectNode> all = json -> {
            json.put("timeout", 10).put("ttl", 40);
            members.accept(json);
        };
        if (twins) {
            world.accept(all);
        }
        return world.send(all);
    }

    /** To be called when something was repaired: 30 requests at once, before the agents are back. */
    void sendAtOnce() {
        for (int i = 0; i < 30; i++) {
            int kind = i;
            later.add(send(json -> {
                json.put("method", kind % 2 == 0 ? "POST" : "GET");
                switch (kind % 5) {
                    case 0 -> json.put("agent_id", "quick");
                    case 1 -> json.put("source_address", "fd00::3");
                    case 2 -> json.putObject("labels").put("region", "late");
                    default -> {}
                }
            }));
        }
    }

    /** 70 in strict turn from every address, then each agent as much as it can take, and all of it answered. */
    void proveWhole() {
        world.time.runUntil(Duration.ofSeconds(60));
        slow.workTime = Duration.ofMillis(3);
        int before = world.accepted.size();
        twins = false;
        for (int i = 0; i < 70; i++) {
            world.at(Duration.ofMillis(3L * i), () -> later.add(send(json -> json.put("method", "POST"))));
        }
        world.time.runUntil(Duration.ofSeconds(70));
        List<Dispatch> sent = world.accepted.subList(before, before + 70);
        world.nodes.forEach(node -> assertStrictTurns(sent.stream()
                .filter(dispatch -> world.acceptedBy(dispatch) == node)
                .toList()));
        world.agents.forEach(this::fill);
        world.time.runUntil(Duration.ofSeconds(140));
        later.forEach(this::assertAnswered);
        for (SimulatedAgent agent : world.agents) {
            assertThat(agent.mostRunning).as("credit of %s", agent.id()).isEqualTo(agent.credit());
        }
        world.assertNothingLostNothingTwice();
        world.assertAtRest();
    }

    private void assertStrictTurns(List<Dispatch> sent) {
        List<String> turns = sent.stream()
                .map(dispatch -> world.sources.getOrDefault(dispatch.orderId(), List.of("not executed")))
                .map(sources -> sources.get(0))
                .toList();
        assertThat(turns.subList(0, ADDRESSES)).doesNotHaveDuplicates();
        for (int i = ADDRESSES; i < turns.size(); i++) {
            assertThat(turns.get(i)).as("turn %d of %s", i, turns).isEqualTo(turns.get(i - ADDRESSES));
        }
    }

    private void fill(SimulatedAgent agent) {
        agent.workTime = Duration.ofMillis(50);
        agent.mostRunning = 0;
        for (int i = 0; i < 3 * agent.credit(); i++) {
            later.add(send(json -> json.put("method", "POST").put("agent_id", agent.id())));
        }
    }

    /** A name that nobody had said yet, or whose queue could not be made yet, is refused; everything else is answered. */
    private void assertAnswered(Dispatch dispatch) {
        boolean tooEarly = dispatch.request().selection().pinned()
                && List.of("no-matching-agent", "unavailable").contains(String.valueOf(world.failure(dispatch)));
        assertThat(world.answered(dispatch) || tooEarly)
                .as("%s -> %s", dispatch.request(), world.outcomes.get(dispatch))
                .isTrue();
    }
}
