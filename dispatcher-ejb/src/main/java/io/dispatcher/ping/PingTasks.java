package io.dispatcher.ping;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.dispatch.EgressCheck;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.egress.EgressVerdict;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Begins ping tasks and looks after those under way. Thread-safe; never blocks. */
public final class PingTasks {
    /** Pairs of vantage point and target that may be under way at a time on this node. */
    public static final int MOST_PAIRS = 200_000;
    /** Tasks at a time. */
    static final int MOST_TASKS = 1_000;

    private static final System.Logger LOG = System.getLogger(PingTasks.class.getName());
    /** How much longer than its own times a task may take: for names to be resolved and results to come. */
    private static final long GRACE_MS = 30_000;

    private final AgentDirectory agents;
    private final Function<AgentView, @Nullable VantagePoint> connected;
    private final VantagePoint own;
    private final EgressCheck egress;
    private final BooleanSupplier draining;
    private final InstantSource clock;
    private final PingTask.Surroundings surroundings;
    private final Set<PingTask> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pairs = new AtomicInteger();

    /**
     * @param connected the vantage point of an agent; null: away
     * @param own this coordinator
     */
    PingTasks(
            AgentDirectory agents,
            Function<AgentView, @Nullable VantagePoint> connected,
            VantagePoint own,
            EgressCheck egress,
            BooleanSupplier draining,
            InstantSource clock,
            PingTask.NanoSource nanos,
            List<PingTaskListener> listeners,
            PairRecords records) {
        this.agents = agents;
        this.connected = connected;
        this.own = own;
        this.egress = egress;
        this.draining = draining;
        this.clock = clock;
        this.surroundings = new PingTask.Surroundings(listeners, records, this::ended, nanos);
    }

    /** Either a task that was begun, whose events go to the output, or why there is none. */
    public sealed interface Begun {
        record Task(PingTask task) implements Begun {}

        record Refused(Failure failure) implements Begun {}
    }

    /** @param caller token name, null in open mode */
    public Begun begin(PingTaskRequest request, @Nullable String caller, Function<PingTask, PingOutput> output) {
        if (draining.getAsBoolean()) {
            return refused(FailureType.DRAINING, "this coordinator stops and takes no new pings");
        }
        Map<String, PingTask.Away> from = new LinkedHashMap<>();
        Failure unknown = from(request, from);
        if (unknown != null) {
            return new Begun.Refused(unknown);
        }
        int size = from.size() * request.order().targets().size();
        if (size > MOST_PAIRS) {
            return refused(
                    FailureType.INVALID_REQUEST,
                    "targets: " + from.size() + " vantage points times "
                            + request.order().targets().size() + " targets are more than " + MOST_PAIRS);
        }
        if (pairs.addAndGet(size) > MOST_PAIRS || open.size() >= MOST_TASKS) {
            pairs.addAndGet(-size);
            return refused(
                    FailureType.RATE_LIMITED,
                    "more than " + MOST_PAIRS + " pairs or " + MOST_TASKS + " tasks would be pinged at a time");
        }
        PingTask task = new PingTask(UuidCreator.getTimeOrderedEpoch(), request, caller, clock, surroundings);
        open.add(task);
        task.begin(from, this::refusal, output.apply(task));
        return new Begun.Task(task);
    }

    private static Begun refused(FailureType type, String detail) {
        return new Begun.Refused(new Failure(type, detail));
    }

    private @Nullable Failure from(PingTaskRequest request, Map<String, PingTask.Away> from) {
        if (request.from() == null) {
            from.put(Names.COORDINATOR, new PingTask.Away(own, "the coordinator cannot ping"));
            return null;
        }
        if (request.fromAll()) {
            agents.views().stream()
                    .filter(agent -> agent.status().equals("connected"))
                    .forEach(agent -> from.put(agent.agentId(), vantagePoint(agent)));
            return from.isEmpty() ? new Failure(FailureType.NO_AGENT_AVAILABLE, "no agent is connected") : null;
        }
        for (String agentId : request.from()) {
            AgentView agent = agents.view(agentId);
            if (agent == null) {
                return new Failure(FailureType.NO_MATCHING_AGENT, "from: there is no agent " + agentId);
            }
            from.put(agentId, vantagePoint(agent));
        }
        return null;
    }

    private PingTask.Away vantagePoint(AgentView agent) {
        String name = "agent " + agent.agentId();
        if (!agent.status().equals("connected")) {
            return new PingTask.Away(null, name + " is " + agent.status());
        }
        if (!agent.capabilities().contains("icmp") && !agent.capabilities().contains("icmp6")) {
            return new PingTask.Away(null, name + " cannot ping: its log at the start says what it needs");
        }
        return new PingTask.Away(connected.apply(agent), name + " is not connected");
    }

    /** Names are the vantage point's to check, when they are resolved. */
    private @Nullable String refusal(String target) {
        InetAddress literal = PingTaskParser.address(target);
        EgressVerdict verdict = literal == null ? null : egress.verdict(literal);
        return verdict == null || verdict.allowed() ? null : "egress-denied: " + verdict.sentence();
    }

    private void ended(PingTask task) {
        if (open.remove(task)) {
            pairs.addAndGet(-task.pairs());
        }
    }

    /** Under way. */
    public int open() {
        return open.size();
    }

    /** Ends what should have ended long ago; call about once a second. */
    void tick() {
        for (PingTask task : open) {
            if (task.overdue(GRACE_MS)) {
                LOG.log(Level.WARNING, "ping task {0} is overdue and is ended", task.id());
                task.giveUp("nothing was heard of it in all its time");
            }
        }
    }

    /** Ends all. */
    void close() {
        open.forEach(PingTask::cancel);
    }
}
