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

/** One node in life after life, its broker, its agents and a target that counts; all of it on simulated time. */
final class SimulatedWorld {
    private static final Set<String> NEVER_SENT =
            Set.of("expired", "no-agent-available", "no-matching-agent", "unavailable", "rate-limited", "draining");

    final SimulatedTime time;
    final SimulatedBroker broker;
    SimulatedNode node;
    final List<SimulatedAgent> agents = new ArrayList<>();
    final Map<String, Integer> executions = new HashMap<>();
    final Map<String, List<String>> sources = new HashMap<>();
    final Map<Dispatch, Outcome> outcomes = new LinkedHashMap<>();
    final Map<Dispatch, Long> endedAt = new HashMap<>();
    final List<LateAnswer> lateAnswers = new ArrayList<>();
    final List<Dispatch> accepted = new ArrayList<>();
    /** Their callers saw the connection break, or had none. */
    final Set<Dispatch> cut = new HashSet<>();

    /** Accepted durable requests. */
    final Set<String> durable = new LinkedHashSet<>();

    private final Map<String, ExecuteRequest> asked = new HashMap<>();
    private long durableIds;

    boolean draining;

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
        time = new SimulatedTime(seed);
        broker = new SimulatedBroker(time);
        this.queueBound = queueBound;
        this.limits = limits;
        startNode();
    }

    AgentDirectory directory() {
        return node.directory;
    }

    Dispatcher dispatcher() {
        return node.dispatcher;
    }

    private void startNode() {
        node = new SimulatedNode(time, broker, store, queueBound, limits, () -> draining, new Listener());
    }

    /**
     * {@code kill -9} of the node, which is there again a little later; unwinds whatever it is doing.
     *
     * @param embedded its broker is part of it
     */
    void killNode(boolean embedded, Runnable whenBack) {
        node.die();
        broker.nodeDied(embedded);
        accepted.stream().filter(dispatch -> !outcomes.containsKey(dispatch)).forEach(cut::add);
        agents.forEach(SimulatedAgent::nodeDied);
        time.after(Duration.ofMillis(400), () -> {
            startNode();
            whenBack.run();
        });
        throw new SimulatedTime.Death();
    }

    SimulatedAgent agent(String id, int credit, String... addresses) {
        return agent(id, credit, Map.of(), addresses);
    }

    SimulatedAgent agent(String id, int credit, Map<String, String> labels, String... addresses) {
        SimulatedAgent agent = new SimulatedAgent(
                id, credit, List.of(addresses), labels, time, () -> node, order -> executed(id, order));
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
        if (!node.alive()) {
            return null;
        }
        SimulatedNode to = node;
        try {
            Dispatch dispatch = to.dispatcher.dispatch(
                    request, DispatchKind.EXECUTE, null, null, (ended, outcome) -> ended(to, ended, outcome));
            accepted.add(dispatch);
            return dispatch;
        } catch (SimulatedTime.Death e) {
            return null;
        }
    }

    /** A durable request; what the node says of it is noted. */
    void accept(Consumer<ObjectNode> members) {
        if (!node.alive()) {
            return;
        }
        ExecuteRequest request = parse(members);
        UUID id = new UUID(++durableIds, 0x8000_0000_0000_0000L);
        asked.put(id.toString(), request);
        try {
            node.dispatcher.accept(id, request, DispatchKind.EXECUTE, null, null, Map.of(), new Acceptance() {
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
            });
        } catch (SimulatedTime.Death e) {
            // Its caller saw the connection break.
        }
    }

    /** Theirs are numbers, those of live ones have a time. */
    static boolean durable(String orderId) {
        return orderId.startsWith("00000000-");
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
        assertThat(dispatcher().open()).as("nothing left open").isZero();
        for (PooledAddress address : allAddresses()) {
            assertThat(address.inFlight()).as("load of %s", address.address()).isZero();
            assertThat(address.load().assigned())
                    .as("load of %s", address.agentId())
                    .isZero();
        }
    }

    private void assertRightOutcome(Dispatch dispatch) {
        String story = dispatch.orderId() + " " + dispatch.request().method() + " -> " + outcomes.get(dispatch);
        assertThat(outcomes).as("ended: %s", story).containsKey(dispatch);
        DispatchWaits waits = dispatch.waits();
        long bound = waits.queueNanos() + waits.replyNanos() + waits.graceNanos() + 100_000_000L;
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
        assertThat(broker.consumers()).as("consumers").isBetween(agents.size(), agents.size() + 1);
        for (SimulatedAgent agent : agents) {
            assertThat(agent.memory()).as("memory of %s", agent.id()).isEmpty();
            assertThat(agent.running()).as("work of %s", agent.id()).isZero();
            assertThat(directory().view(agent.id()).inFlight())
                    .as("in flight at %s", agent.id())
                    .isZero();
        }
    }

    private List<PooledAddress> allAddresses() {
        return directory().candidates(parse(json -> {}).selection());
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
