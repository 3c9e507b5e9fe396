package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentIdentity;
import io.dispatcher.agents.AgentStore;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.protocol.WorkOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Nodes in life after life, their broker, their agents and a target that counts; all of it on simulated time. */
final class SimulatedWorld {
    private static final Set<String> NEVER_SENT =
            Set.of("expired", "no-agent-available", "no-matching-agent", "unavailable", "rate-limited", "draining");

    final SimulatedTime time;
    final SimulatedBroker broker;
    final List<SimulatedNode> nodes = new ArrayList<>();
    final List<SimulatedAgent> agents = new ArrayList<>();
    final Map<String, Integer> executions = new HashMap<>();
    final Map<String, List<String>> sources = new HashMap<>();
    final Map<Dispatch, Outcome> outcomes = new LinkedHashMap<>();
    final Map<Dispatch, Long> endedAt = new HashMap<>();
    final List<LateAnswer> lateAnswers = new ArrayList<>();
    final List<Dispatch> accepted = new ArrayList<>();
    /** Their callers saw the connection break, or had none. */
    final Set<Dispatch> cut = new HashSet<>();

    private final Map<Dispatch, SimulatedNode> acceptedBy = new HashMap<>();

    /** Accepted durable requests. */
    final Set<String> durable = new LinkedHashSet<>();

    private final Map<String, ExecuteRequest> asked = new HashMap<>();
    private long durableIds;
    private int sent;

    boolean draining;

    private final int count;
    private final int queueBound;
    private final DispatchLimits limits;
    private final AgentStore store = new Memory();
    private final Map<String, ExecuteRequest> byUrl = new HashMap<>();
    private final Map<String, String> urlOf = new HashMap<>();
    private final ExecuteRequestParser parser = new ExecuteRequestParser(SelectionStrategy.ROUND_ROBIN, 1_000_000);

    SimulatedWorld(long seed) {
        this(seed, 1_000);
    }

    SimulatedWorld(long seed, int queueBound) {
        this(seed, queueBound, new DispatchLimits(10_000, 10_000, 0));
    }

    SimulatedWorld(long seed, int queueBound, DispatchLimits limits) {
        this(seed, queueBound, limits, 1);
    }

    /** @param count nodes; more than one share a broker of their own */
    SimulatedWorld(long seed, int queueBound, DispatchLimits limits, int count) {
        time = new SimulatedTime(seed);
        broker = new SimulatedBroker(time);
        this.queueBound = queueBound;
        this.limits = limits;
        this.count = count;
        for (int number = 0; number < count; number++) {
            nodes.add(startNode(number));
        }
    }

    static SimulatedWorld of(long seed, int count) {
        return new SimulatedWorld(seed, 1_000, new DispatchLimits(10_000, 10_000, 0), count);
    }

    AgentDirectory directory() {
        return nodes.get(0).directory;
    }

    Dispatcher dispatcher() {
        return nodes.get(0).dispatcher;
    }

    /** The life of the node that accepted it. */
    SimulatedNode acceptedBy(Dispatch dispatch) {
        return acceptedBy.get(dispatch);
    }

    private SimulatedNode startNode(int number) {
        SimulatedNode node = new SimulatedNode(
                "node-" + (number + 1),
                time,
                broker.seat(),
                store,
                queueBound,
                limits,
                () -> draining,
                new Listener(),
                count > 1);
        node.run(node::start);
        return node;
    }

    /**
     * {@code kill -9} of the only node, which is there again a little later; unwinds whatever it is doing.
     *
     * @param embedded its broker is part of it
     */
    void killNode(boolean embedded, Runnable whenBack) {
        killNode(0, embedded, Duration.ofMillis(400), whenBack);
    }

    /** The same of one of several. */
    void killNode(int number, boolean embedded, Duration away, Runnable whenBack) {
        SimulatedNode node = nodes.get(number);
        node.die(embedded);
        accepted.stream()
                .filter(dispatch -> acceptedBy.get(dispatch) == node && !outcomes.containsKey(dispatch))
                .forEach(cut::add);
        agents.forEach(agent -> agent.nodeDied(node));
        time.after(away, () -> {
            nodes.set(number, startNode(number));
            whenBack.run();
        });
        if (time.running() == node.seat()) {
            throw new SimulatedTime.Death();
        }
    }

    SimulatedAgent agent(String id, int credit, String... addresses) {
        return agent(id, credit, Map.of(), addresses);
    }

    SimulatedAgent agent(String id, int credit, Map<String, String> labels, String... addresses) {
        int[] turn = {agents.size()};
        SimulatedAgent agent = new SimulatedAgent(
                id,
                credit,
                List.of(addresses),
                labels,
                time,
                () -> nodes.get(turn[0]++ % count),
                order -> executed(id, order));
        agents.add(agent);
        agent.beat();
        return agent;
    }

    private void executed(String agentId, WorkOrder order) {
        executions.merge(order.orderId(), 1, Integer::sum);
        urlOf.put(order.orderId(), order.url());
        sources.computeIfAbsent(order.orderId(), id -> new ArrayList<>()).add(agentId + "|" + order.sourceAddress());
    }

    /** A request with these members beside the url, which is one of its own. */
    ExecuteRequest parse(Consumer<ObjectNode> members) {
        String url = "http://target.example/" + byUrl.size();
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("url", url);
        members.accept(json);
        try {
            ExecuteRequest request = parser.parse(json);
            byUrl.put(url, request);
            return request;
        } catch (InvalidRequestException e) {
            throw new AssertionError(e);
        }
    }

    Dispatch send(Consumer<ObjectNode> members) {
        return send(parse(members));
    }

    /** @return null if there was no node, or it died before it had said anything */
    Dispatch send(ExecuteRequest request) {
        SimulatedNode to = callersNode();
        if (to == null) {
            return null;
        }
        Dispatch[] dispatch = new Dispatch[1];
        to.run(() -> {
            dispatch[0] = to.dispatcher.dispatch(
                    request, DispatchKind.EXECUTE, null, null, (ended, outcome) -> ended(to, ended, outcome));
            accepted.add(dispatch[0]);
            acceptedBy.put(dispatch[0], to);
        });
        return dispatch[0];
    }

    /** In turn, as a balancer does; null if none is there. */
    private SimulatedNode callersNode() {
        for (int i = 0; i < count; i++) {
            SimulatedNode node = nodes.get(sent++ % count);
            if (node.alive()) {
                return node;
            }
        }
        return null;
    }

    /** A durable request; what the node says of it is noted. */
    void accept(Consumer<ObjectNode> members) {
        SimulatedNode to = callersNode();
        if (to == null) {
            return;
        }
        ExecuteRequest request = parse(members);
        UUID id = new UUID(++durableIds, 0x8000_0000_0000_0000L);
        asked.put(id.toString(), request);
        Acceptance acceptance = new Acceptance() {
            @Override
            public void accepted() {
                durable.add(id.toString());
            }

            @Override
            public void refused(Failure failure) {
                assertThat(executions).as("refused for good").doesNotContainKey(id.toString());
            }

            @Override
            public void uncertain(Failure failure) {
                // Then it may still happen.
            }
        };
        to.run(() -> to.dispatcher.accept(id, request, DispatchKind.EXECUTE, null, null, Map.of(), acceptance));
    }

    /** Numbers of two kinds; the ids of live orders that no other node can have are made elsewhere, and have a time. */
    static boolean minted(String orderId) {
        return orderId.startsWith("00000000-") || orderId.startsWith("70000000-");
    }

    /** What became of a durable request in the end: nothing, if it was answered; the name of its failure; or null. */
    String durableOutcome(String orderId) {
        List<String> told = broker.outcomes().stream()
                .filter(outcome -> outcome.orderId().equals(orderId))
                .map(outcome -> new String(outcome.metadata(), StandardCharsets.UTF_8))
                .toList();
        assertThat(told.size()).as("outcomes of %s: %s", orderId, told).isLessThanOrEqualTo(1);
        return told.isEmpty() ? null : told.get(0);
    }

    private void assertRightDurableOutcome(String orderId) {
        ExecuteRequest request = asked.get(orderId);
        String outcome = durableOutcome(orderId);
        int times = executions.getOrDefault(orderId, 0);
        String story = "durable " + orderId + " " + request + " -> " + outcome + ", executed " + times + ", now in "
                + broker.where(orderId);
        assertThat(outcome).as("ended: %s", story).isNotNull();
        if (outcome.isEmpty()) {
            assertThat(times).as("answered is executed: %s", story).isPositive();
        }
        if (NEVER_SENT.contains(outcome)) {
            assertThat(times).as("never sent: %s", story).isZero();
        }
    }

    private void ended(SimulatedNode at, Dispatch dispatch, Outcome outcome) {
        assertThat(at.alive()).as("the dead say nothing").isTrue();
        assertThat(outcomes.put(dispatch, outcome)).as("one outcome only").isNull();
        endedAt.put(dispatch, time.nanoTime());
    }

    void at(Duration when, Runnable what) {
        time.after(when, what);
    }

    String failure(Dispatch dispatch) {
        return outcomes.get(dispatch) instanceof Outcome.Failed failed
                ? failed.failure().type().tag()
                : null;
    }

    boolean answered(Dispatch dispatch) {
        return outcomes.get(dispatch) instanceof Outcome.Answered;
    }

    int executions(Dispatch dispatch) {
        return executions.getOrDefault(dispatch.orderId(), 0);
    }

    /** What must hold whatever was killed. */
    void assertNothingLostNothingTwice() {
        executions.forEach((orderId, times) -> {
            ExecuteRequest request = byUrl.get(urlOf.get(orderId));
            assertThat(times)
                    .as("executions of %s %s", orderId, request)
                    .isLessThanOrEqualTo(request.repeatable() ? Integer.MAX_VALUE : 1);
        });
        accepted.stream().filter(dispatch -> !cut.contains(dispatch)).forEach(this::assertRightOutcome);
        durable.forEach(this::assertRightDurableOutcome);
        for (SimulatedNode node : nodes) {
            assertThat(node.dispatcher.open()).as("nothing left open").isZero();
            for (PooledAddress address :
                    node.directory.candidates(parse(json -> {}).selection())) {
                assertThat(address.inFlight())
                        .as("load of %s at %s", address.address(), node.name())
                        .isZero();
                assertThat(address.load().assigned())
                        .as("load of %s at %s", address.agentId(), node.name())
                        .isZero();
            }
        }
    }

    private void assertRightOutcome(Dispatch dispatch) {
        String story = dispatch.orderId() + " " + dispatch.request().method() + " -> " + outcomes.get(dispatch);
        assertThat(outcomes).as("ended: %s", story).containsKey(dispatch);
        DispatchWaits waits = dispatch.waits();
        long bound = waits.queueNanos()
                + waits.replyNanos()
                + waits.graceNanos()
                + 100_000_000L
                + (count > 1 ? 2_000_000_000L : 0);
        assertThat(endedAt.get(dispatch) - dispatch.acceptedNanos())
                .as("within its waits: %s", story)
                .isLessThan(bound);
        if (answered(dispatch)) {
            assertThat(executions(dispatch))
                    .as("answered is executed: %s", story)
                    .isPositive();
        }
        if (NEVER_SENT.contains(String.valueOf(failure(dispatch)))) {
            assertThat(executions(dispatch)).as("never sent: %s", story).isZero();
        }
    }

    /** Nothing of what was is still there: in queues, at agents, in consumers. For the end, with every agent connected. */
    void assertAtRest() {
        assertThat(broker.total()).as("orders in queues").isZero();
        assertThat(broker.consumers()).as("consumers").isBetween(agents.size(), agents.size() + nodes.size() * 2);
        for (SimulatedAgent agent : agents) {
            assertThat(agent.memory()).as("memory of %s", agent.id()).isEmpty();
            assertThat(agent.running()).as("work of %s", agent.id()).isZero();
            for (SimulatedNode node : nodes) {
                assertThat(node.directory.view(agent.id()).inFlight())
                        .as("in flight of %s at %s", agent.id(), node.name())
                        .isZero();
            }
        }
    }

    private final class Listener implements DispatchListener {
        @Override
        public void finished(DispatchRecord dispatch) {}

        @Override
        public void answeredLate(LateAnswer late) {
            lateAnswers.add(late);
        }
    }

    private static final class Memory implements AgentStore {
        private final Map<String, AgentIdentity> identities = new LinkedHashMap<>();

        @Override
        public List<AgentIdentity> load() {
            return List.copyOf(identities.values());
        }

        @Override
        public void save(AgentIdentity identity) {
            identities.put(identity.agentId(), identity);
        }

        @Override
        public void delete(String agentId) {
            identities.remove(agentId);
        }
    }
}
