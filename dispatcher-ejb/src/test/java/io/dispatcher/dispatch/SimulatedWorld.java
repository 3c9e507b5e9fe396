package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentIdentity;
import io.dispatcher.agents.AgentStore;
import io.dispatcher.agents.selection.AddressPool;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.protocol.WorkOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One node, its broker, its agents and a target that counts; all of it on simulated time. */
final class SimulatedWorld {
    final SimulatedTime time;
    final SimulatedBroker broker;
    final AgentDirectory directory;
    final Dispatcher dispatcher;
    final List<SimulatedAgent> agents = new ArrayList<>();
    final Map<String, Integer> executions = new HashMap<>();
    final Map<String, List<String>> sources = new HashMap<>();
    final Map<Dispatch, Outcome> outcomes = new LinkedHashMap<>();
    final Map<Dispatch, Long> endedAt = new HashMap<>();
    final List<LateAnswer> lateAnswers = new ArrayList<>();
    final List<Dispatch> accepted = new ArrayList<>();
    boolean draining;

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
        directory = new AgentDirectory(
                "node-1",
                new Memory(),
                new AddressPool(time.random().split(), queueBound),
                time::instant,
                time::nanoTime);
        dispatcher = new Dispatcher(
                directory,
                broker,
                time,
                new DispatchWaits.Defaults(null, 5, null, 10),
                limits,
                () -> draining,
                (ask, turn) -> null,
                List.of(new Listener()));
        time.every(Duration.ofMillis(10), dispatcher::tick);
        time.every(Duration.ofSeconds(5), directory::heartbeat);
    }

    SimulatedAgent agent(String id, int credit, String... addresses) {
        return agent(id, credit, Map.of(), addresses);
    }

    SimulatedAgent agent(String id, int credit, Map<String, String> labels, String... addresses) {
        SimulatedAgent agent = new SimulatedAgent(
                id, credit, List.of(addresses), labels, time, directory, dispatcher, order -> executed(id, order));
        agents.add(agent);
        agent.beat();
        return agent;
    }

    private void executed(String agentId, WorkOrder order) {
        executions.merge(order.orderId(), 1, Integer::sum);
        sources.computeIfAbsent(order.orderId(), id -> new ArrayList<>()).add(agentId + "|" + order.sourceAddress());
    }

    /** A request with these members beside the url. */
    static ObjectNode json(Consumer<ObjectNode> members) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("url", "http://target.example/");
        members.accept(json);
        return json;
    }

    ExecuteRequest parse(Consumer<ObjectNode> members) {
        try {
            return parser.parse(json(members));
        } catch (InvalidRequestException e) {
            throw new AssertionError(e);
        }
    }

    Dispatch send(Consumer<ObjectNode> members) {
        return send(parse(members));
    }

    Dispatch send(ExecuteRequest request) {
        Dispatch dispatch = dispatcher.dispatch(request, DispatchKind.EXECUTE, null, null, (ended, outcome) -> {
            assertThat(outcomes.put(ended, outcome)).as("one outcome only").isNull();
            endedAt.put(ended, time.nanoTime());
        });
        accepted.add(dispatch);
        return dispatch;
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
        for (Dispatch dispatch : accepted) {
            String story = dispatch.orderId() + " " + dispatch.request().method() + " -> " + outcomes.get(dispatch);
            assertThat(outcomes).as("ended: %s", story).containsKey(dispatch);
            DispatchWaits waits = dispatch.waits();
            long bound = waits.queueNanos() + waits.replyNanos() + waits.graceNanos() + 100_000_000L;
            assertThat(endedAt.get(dispatch) - dispatch.acceptedNanos())
                    .as("within its waits: %s", story)
                    .isLessThan(bound);
            if (!dispatch.request().repeatable()) {
                assertThat(executions(dispatch)).as("at most once: %s", story).isLessThanOrEqualTo(1);
            }
            if (answered(dispatch)) {
                assertThat(executions(dispatch))
                        .as("answered is executed: %s", story)
                        .isPositive();
            }
            if (List.of("expired", "no-agent-available", "no-matching-agent")
                    .contains(String.valueOf(failure(dispatch)))) {
                assertThat(executions(dispatch)).as("never sent: %s", story).isZero();
            }
        }
        assertThat(dispatcher.open()).as("nothing left open").isZero();
        for (PooledAddress address : allAddresses()) {
            assertThat(address.inFlight()).as("load of %s", address.address()).isZero();
            assertThat(address.load().assigned())
                    .as("load of %s", address.agentId())
                    .isZero();
        }
    }

    private List<PooledAddress> allAddresses() {
        return directory.candidates(parse(json -> {}).selection());
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
