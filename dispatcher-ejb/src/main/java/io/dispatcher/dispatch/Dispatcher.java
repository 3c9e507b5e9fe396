package io.dispatcher.dispatch;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.agents.AgentChannel;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentListener;
import io.dispatcher.agents.AgentWork;
import io.dispatcher.dispatch.pipeline.Ask;
import io.dispatcher.dispatch.pipeline.Decision;
import io.dispatcher.dispatch.pipeline.DispatchPipeline;
import io.dispatcher.dispatch.pipeline.Stage;
import io.dispatcher.dispatch.pipeline.Turn;
import io.dispatcher.protocol.CancelReason;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.WorkReply;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The product's middle: takes a valid request, decides by the pipeline, lets it wait in a queue, hands it to an agent and tells the caller how it
 * ended. Exactly one outcome for each request, always within its waits. Thread-safe; never blocks.
 */
public final class Dispatcher implements AgentWork.Factory, AgentListener {
    /** A disconnected agent's orders stay in its queue this long before others may have them. */
    static final Duration GONE_AFTER = Duration.ofSeconds(2);

    /** A late answer is told after this, when the record it corrects is surely on its way; of so many at a time, for memory's sake. */
    private static final Duration LATE_AFTER = Duration.ofSeconds(1);

    private static final int MOST_LATE = 100;

    private final AgentDirectory agents;
    private final OrderQueue queue;
    private final DispatchClock clock;
    private final DispatchWaits.Defaults waits;
    private final List<DispatchListener> listeners;
    private final CallerLimits callers;
    private final DispatchPipeline pipeline;
    private final Dispatches dispatches;
    private final OrderPreparation preparation;
    private final OrderMover mover;
    private final WaitingRoom waitingRoom;
    private final Semaphore lateAnswers = new Semaphore(MOST_LATE);
    private final Set<AgentLane> lanes = ConcurrentHashMap.newKeySet();
    private boolean brokerWasAway;

    public Dispatcher(
            AgentDirectory agents,
            OrderQueue queue,
            DispatchClock clock,
            DispatchWaits.Defaults waits,
            DispatchLimits limits,
            BooleanSupplier draining,
            Stage egress,
            List<DispatchListener> listeners) {
        this.agents = agents;
        this.queue = queue;
        this.clock = clock;
        this.waits = waits;
        this.listeners = List.copyOf(listeners);
        this.callers = new CallerLimits(limits, clock::nanoTime);
        this.dispatches = new Dispatches(clock::nanoTime, this::ended, this::late);
        this.pipeline = new DispatchPipeline(
                new Admission(limits, callers, dispatches::size, draining, queue::available), egress, agents);
        this.preparation = new OrderPreparation(agents, clock::nanoTime, clock::millis);
        this.mover = new OrderMover(queue, dispatches, pipeline, agents, preparation, clock::nanoTime);
        this.waitingRoom = new WaitingRoom(queue, dispatches, agents, mover);
        agents.listen(this);
        agents.ids().forEach(queue::create);
    }

    /** Accepts a request; its outcome comes through the listener, maybe before this returns. */
    public Dispatch dispatch(
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            OutcomeListener listener) {
        Dispatch dispatch = new Dispatch(
                UuidCreator.getTimeOrderedEpoch(),
                kind,
                request,
                caller,
                replayOf,
                DispatchWaits.of(request, waits),
                clock.instant(),
                clock.nanoTime(),
                listener);
        callers.began(caller);
        dispatches.add(dispatch);
        Decision decision = pipeline.decide(new Ask(request, caller), Turn.TAKE);
        if (decision instanceof Decision.Refused refused) {
            dispatches.end(dispatch, new Outcome.Failed(refused.failure()));
        } else {
            mover.enqueue(dispatch, decision);
        }
        return dispatch;
    }

    /** What {@link #dispatch} would decide now; changes nothing. */
    public Decision explain(ExecuteRequest request, @Nullable String caller) {
        return pipeline.decide(new Ask(request, caller), Turn.PEEK);
    }

    /** Takes a request back. @return false if it is not open here */
    public boolean cancel(UUID id, String reason) {
        Dispatch dispatch = dispatches.find(id.toString());
        return dispatch != null && dispatches.end(dispatch, Outcome.failed(FailureType.CANCELLED, reason));
    }

    private void ended(Dispatch.Ended end) {
        callers.ended(end.dispatch().caller());
        if (end.lane() != null) {
            // Nothing to do for the lane whose reply this is; any other stops its work.
            end.lane().abandon(end.dispatch(), end.stream(), reason(end.outcome()));
        }
        if (!listeners.isEmpty()) {
            DispatchRecord story = end.dispatch().story();
            listeners.forEach(listener -> listener.finished(story));
        }
        // Last: the answer wakes its caller, who may get this processor, and what was answered must soon be safe in the
        // history.
        end.dispatch().listener().ended(end.dispatch(), end.outcome());
    }

    private void late(String agentId, WorkReply reply, byte[] body) {
        LateAnswer answer = LateAnswer.of(agentId, reply, body, clock.instant());
        if (answer != null && lateAnswers.tryAcquire()) {
            clock.after(LATE_AFTER, () -> {
                lateAnswers.release();
                listeners.forEach(listener -> listener.answeredLate(answer));
            });
        }
    }

    private static CancelReason reason(Outcome outcome) {
        return outcome instanceof Outcome.Failed failed && failed.failure().type() == FailureType.CANCELLED
                ? CancelReason.CANCELLED
                : CancelReason.EXPIRED;
    }

    /** Call every few milliseconds, not two at a time: ends what is overdue, serves those who wait. */
    public void tick() {
        dispatches.sweep();
        boolean away = !queue.available();
        if (brokerWasAway && !away) {
            mover.sendAgain();
        }
        brokerWasAway = away;
        lanes.forEach(AgentLane::tick);
        waitingRoom.look();
    }

    @Override
    public AgentWork open(Hello hello, AgentChannel channel) {
        queue.create(hello.agentId());
        AgentLane lane = new AgentLane(hello, channel, dispatches, preparation, clock::nanoTime, lanes::remove);
        lane.start(queue);
        lanes.add(lane);
        return lane;
    }

    @Override
    public void registered(String agentId) {
        queue.create(agentId);
    }

    @Override
    public void ready(String agentId) {
        long now = clock.nanoTime();
        for (Dispatch dispatch : dispatches.all()) {
            if (!dispatch.ended() && agents.readySince(dispatch.request().selection(), now)) {
                dispatch.sawAgent();
            }
        }
        waitingRoom.look();
    }

    @Override
    public void unready(String agentId) {
        // An agent that said it drains is asked no more at once; one that vanished may be back in a moment.
        Duration after = agents.isConnected(agentId) ? Duration.ZERO : GONE_AFTER;
        withBroker(after, () -> {
            if (!agents.isReady(agentId)) {
                mover.drain(agentId);
            }
        });
    }

    @Override
    public void removed(String agentId) {
        withBroker(GONE_AFTER, () -> {
            mover.drain(agentId);
            queue.remove(agentId);
        });
    }

    /** How long the oldest of those in a queue has been waiting since it was accepted, in milliseconds; 0 if none waits. */
    public long oldestWaitingMs() {
        long now = clock.nanoTime();
        long longest = 0;
        for (Dispatch dispatch : dispatches.all()) {
            longest = Math.max(longest, dispatch.waitedNanos(now));
        }
        return longest / 1_000_000;
    }

    /** Runs it later, and not before the broker is there: nobody would come back to what it was meant to do. */
    private void withBroker(Duration after, Runnable task) {
        clock.after(after, () -> {
            if (queue.available()) {
                task.run();
            } else {
                withBroker(GONE_AFTER, task);
            }
        });
    }

    /** Requests accepted and not ended. */
    public int open() {
        return dispatches.size();
    }
}
