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
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.WorkReply;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The product's middle: takes a valid request, decides by the pipeline, lets it wait in a queue, hands it to an agent and tells the caller how it
 * ended. Exactly one outcome for each request, always within its waits. Thread-safe; never blocks.
 */
public final class Dispatcher implements AgentWork.Factory, AgentListener {
    private static final System.Logger LOG = System.getLogger(Dispatcher.class.getName());

    /** A disconnected agent's orders stay in its queue this long before others may have them. */
    static final Duration GONE_AFTER = Duration.ofSeconds(2);

    /** Agents of an earlier life of this node are back by then, or count as gone. */
    private static final Duration BACK_AFTER_START = Duration.ofSeconds(20);

    /** A late answer is told after this, when the record it corrects is surely on its way; of so many at a time, for memory's sake. */
    private static final Duration LATE_AFTER = Duration.ofSeconds(1);

    private static final int MOST_LATE = 100;

    /** How often it is looked which orders other nodes may have, or shall have. */
    private static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

    private final AgentDirectory agents;
    private final OrderQueue queue;
    private final DispatchClock clock;
    private final DispatchWaits.Defaults waits;
    private final List<DispatchListener> listeners;
    private final CallerLimits callers;
    private final DispatchPipeline pipeline;
    private final Dispatches dispatches;
    private final OrderPreparation preparation;
    private final OtherNodes others;
    private final OutcomeMessages outcomes;
    private final OrderMover mover;
    private final TravellingOrders orders;
    private final Settlements settlements;
    private final DispatchLimits limits;
    private final BooleanSupplier draining;
    private final BodyRoom requests;
    private final BodyRoom answers;
    private final WaitingRooms waitingRooms;
    private final Semaphore lateAnswers = new Semaphore(MOST_LATE);
    private final Set<AgentLane> lanes = ConcurrentHashMap.newKeySet();
    private boolean brokerWasAway;
    private long lastLook;

    public Dispatcher(
            AgentDirectory agents,
            OrderQueue queue,
            DispatchClock clock,
            DispatchWaits.Defaults waits,
            DispatchLimits limits,
            BodyRoom requests,
            BodyRoom answers,
            BooleanSupplier draining,
            Stage egress,
            OutcomeMessages outcomes,
            OtherNodes others,
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
        this.limits = limits;
        this.requests = requests;
        this.answers = answers;
        this.draining = draining;
        this.others = others;
        this.outcomes = outcomes;
        this.settlements = new Settlements(queue, dispatches, clock, outcomes, agents);
        this.orders = new TravellingOrders(
                queue, dispatches, agents, preparation, settlements, outcomes, others, waits, clock);
        this.mover = new OrderMover(queue, dispatches, pipeline, agents, preparation, orders, others, clock::nanoTime);
        this.waitingRooms = new WaitingRooms(
                queue,
                dispatches,
                place -> new WaitingRoom(
                        place, queue, dispatches, agents, mover, orders, pipeline, clock, this::takesUpMore));
        agents.listen(this);
        agents.ids().forEach(this::registered);
        clock.after(BACK_AFTER_START, () -> agents.ids().forEach(this::unready));
        if (others.ownName() != null) {
            queue.readReplies(others.ownName(), this::replied);
        }
    }

    private boolean takesUpMore() {
        return !draining.getAsBoolean() && dispatches.size() < limits.maxInFlight();
    }

    /** Where large requests find room. */
    public BodyRoom requests() {
        return requests;
    }

    /** Where large answers find room. */
    public BodyRoom answers() {
        return answers;
    }

    /** Accepts a request; its outcome comes through the listener, maybe before this returns. */
    public Dispatch dispatch(
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            OutcomeListener listener) {
        UUID id = others.ownName() == null ? UuidCreator.getTimeOrderedEpoch() : outcomes.mint();
        Dispatch dispatch = new Dispatch(ticket(id, request, kind, caller, replayOf, null), listener);
        callers.began(caller);
        dispatches.add(dispatch);
        Decision decision = reachable(pipeline.decide(new Ask(request, caller, false), Turn.TAKE));
        if (decision instanceof Decision.Refused refused) {
            dispatches.end(dispatch, new Outcome.Failed(refused.failure()));
        } else {
            mover.enqueue(dispatch, decision);
        }
        return dispatch;
    }

    /** Where it shall wait must be there; it is made for the first one. */
    private Decision reachable(Decision decision) {
        return decision instanceof Decision.Waits waits && !waits.pinned() && !waitingRooms.open(waits.queue())
                ? new Decision.Refused(new Failure(
                        FailureType.UNAVAILABLE, "requests for " + WaitingRooms.MOST + " upstreams were taken already"))
                : decision;
    }

    private DispatchTicket ticket(
            UUID id,
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            @Nullable Map<String, String> notices) {
        return new DispatchTicket(
                id,
                kind,
                request,
                caller,
                replayOf,
                DispatchWaits.of(request, waits),
                clock.instant(),
                clock.nanoTime(),
                notices,
                notices == null ? others.ownName() : null,
                0,
                false,
                List.of());
    }

    /**
     * Accepts a request that outlives this process: once accepted, it ends in exactly one outcome message on
     * {@value OrderQueue#OUTCOMES}, whatever dies meanwhile.
     *
     * @param notices what the outcome's reader needs to tell it
     */
    public void accept(
            UUID id,
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            Map<String, String> notices,
            Acceptance acceptance) {
        DispatchTicket ticket = ticket(id, request, kind, caller, replayOf, notices);
        Decision decision = reachable(pipeline.decide(new Ask(request, caller, true), Turn.TAKE));
        if (decision instanceof Decision.Refused refused) {
            acceptance.refused(refused.failure());
        } else {
            PreparedMessage order = order(ticket, decision, acceptance);
            queue.send(order.queue(), order.message(), order.receipt());
        }
    }

    private PreparedMessage order(DispatchTicket ticket, Decision decision, Acceptance acceptance) {
        PreparedMessage order = mover.prepare(TravellingOrders.dispatch(ticket), decision, acceptance);
        if (decision instanceof Decision.Waits waiting && !waiting.pinned()) {
            waitingRooms.waits(waiting.queue(), ticket.request().selection().labelText());
        }
        return order;
    }

    /** The same for somebody who sends the message: one that is refused has an outcome too. */
    public PreparedMessage prepare(
            UUID id, ExecuteRequest request, DispatchKind kind, @Nullable String caller, Map<String, String> notices) {
        DispatchTicket ticket = ticket(id, request, kind, caller, null, notices);
        Decision decision = reachable(pipeline.decide(new Ask(request, caller, true), Turn.TAKE));
        return decision instanceof Decision.Refused refused
                ? ended(ticket, refused.failure())
                : order(ticket, decision, Acceptance.NOBODY);
    }

    /** The outcome of a durable request that ends before anything was done for it. */
    public PreparedMessage refused(
            UUID id,
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            Map<String, String> notices,
            Failure why) {
        return ended(ticket(id, request, kind, caller, null, notices), why);
    }

    private PreparedMessage ended(DispatchTicket ticket, Failure why) {
        Dispatch dispatch = TravellingOrders.dispatch(ticket);
        Dispatch.Ended end = Objects.requireNonNull(dispatch.end(new Outcome.Failed(why), clock.nanoTime()));
        return settlements.prepare(dispatch, () -> ended(end));
    }

    /** @see TravellingOrders#expired */
    public void expired(OrderQueue.Delivery delivery, String from) {
        orders.expired(delivery, from);
    }

    /** What {@link #dispatch} would decide now; changes nothing. */
    public Decision explain(ExecuteRequest request, @Nullable String caller) {
        return pipeline.decide(new Ask(request, caller, false), Turn.PEEK);
    }

    /** Takes a request back. @return false if it is not open here */
    public boolean cancel(UUID id, String reason) {
        Dispatch dispatch = dispatches.find(id.toString());
        return dispatch != null && dispatches.end(dispatch, Outcome.failed(FailureType.CANCELLED, reason));
    }

    /** The answer to a request of this node has begun to come, over a way of its own. */
    public void answering(UUID id) {
        Dispatch dispatch = dispatches.find(id.toString());
        if (dispatch != null) {
            dispatch.answering(clock.nanoTime());
        }
    }

    /** That answer has come to its end, whole or not. */
    public void answerOver(UUID id) {
        Dispatch dispatch = dispatches.find(id.toString());
        if (dispatch != null) {
            dispatch.answerOver(clock.nanoTime());
        }
    }

    /** The body of a request of this node, which did not go with its order, has gone to the agent. */
    public void bodyPassed(UUID id, long bytes) {
        Dispatch dispatch = dispatches.find(id.toString());
        if (dispatch != null) {
            dispatch.bodyPassed(bytes);
        }
    }

    /** Names of upstreams that were asked for here, or claimed, in their order; bounded. */
    public Set<String> upstreams() {
        return waitingRooms.upstreams();
    }

    /** Whether an agent has it now, through this node. */
    public boolean handed(UUID id) {
        Dispatch dispatch = dispatches.find(id.toString());
        return dispatch != null && !dispatch.waiting() && !dispatch.ended();
    }

    /** Takes a durable request back wherever it is; in the background if it is only in a queue or at another node. */
    public void cancelStored(UUID id, String reason) {
        if (!cancel(id, reason) && dispatches.find(id.toString()) == null) {
            others.cancel(id.toString(), reason);
            clock.after(Duration.ZERO, () -> orders.cancel(id.toString(), agents.ids(), reason));
        }
    }

    /** Another node asks to end an order of its own. */
    public void cancelledElsewhere(String orderId, String reason) {
        orders.cancelledElsewhere(orderId, reason);
    }

    /** Whether this node has the order in hand, or is about to. */
    public boolean has(String orderId) {
        return dispatches.find(orderId) != null;
    }

    /** Other nodes have appeared. */
    public void nodesAppeared() {
        mover.lookWhoIsAway();
    }

    private void replied(String orderId, byte[] metadata, byte[] body) {
        Dispatch dispatch = dispatches.find(orderId);
        if (dispatch == null) {
            return;
        }
        // It is here already; whoever waits gets it before this returns.
        BodyRoom.Place place = answers.occupy(3L * body.length);
        try {
            NodeReply reply = NodeReply.read(metadata);
            dispatches.end(dispatch, reply, reply.outcome(body));
        } catch (ProtocolException e) {
            LOG.log(Level.WARNING, "a reply of another node is unreadable: {0}", e.getMessage());
        } finally {
            place.leave();
        }
    }

    /** The longest such a request can take from its acceptance to its end. */
    public Duration longest(ExecuteRequest request) {
        DispatchWaits all = DispatchWaits.of(request, waits);
        return Duration.ofNanos(all.queueNanos() + all.ackNanos() + all.replyNanos() + all.graceNanos());
    }

    /**
     * Whether the order of a durable request is in any queue or hand.
     *
     * @param found told once; that it is nowhere, only after it would have turned up
     */
    public void findStored(UUID id, Consumer<Boolean> found) {
        orders.exists(id.toString(), agents.ids(), found);
    }

    private void ended(Dispatch.Ended end) {
        if (!end.dispatch().byMessage()) {
            callers.ended(end.dispatch().ticket().caller());
        }
        if (end.lane() != null) {
            // Nothing to do for the lane whose reply this is; any other stops its work.
            end.lane().abandon(end.dispatch(), end.stream(), reason(end.outcome()));
        } else if (end.dispatch().isAway()) {
            others.cancel(end.dispatch().orderId(), "its caller does not wait any more");
        }
        if (!listeners.isEmpty() && end.dispatch().recordedHere()) {
            DispatchRecord story = end.dispatch().story();
            listeners.forEach(listener -> listener.finished(story));
        }
        // Last: the answer wakes its caller, who may get this processor, and what was answered must soon be safe in the
        // history.
        end.dispatch().tell(end.outcome());
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
        if (brokerWasAway && !away && others.known()) {
            mover.sendAgain();
            brokerWasAway = false;
        }
        brokerWasAway |= away;
        lanes.forEach(AgentLane::tick);
        lookAfterOthers();
        waitingRooms.look();
        settlements.tick();
    }

    /** Whether anything is under way here. Cheap. */
    boolean busy() {
        return dispatches.size() > 0 || lanes.stream().anyMatch(AgentLane::busy);
    }

    private void lookAfterOthers() {
        long now = clock.nanoTime();
        if (now - lastLook >= LOOK_NANOS) {
            lastLook = now;
            mover.lookWhoIsAway();
            if (queue.available()) {
                mover.moveForsaken(now - GONE_AFTER.toNanos());
                mover.sendRefused();
            }
            if (draining.getAsBoolean() && others.known() && others.anyAlive()) {
                agents.handOver();
            }
        }
    }

    @Override
    public AgentWork open(Hello hello, AgentChannel channel) {
        queue.create(OrderQueue.ofAgent(hello.agentId()));
        AgentLane lane =
                new AgentLane(hello, channel, dispatches, preparation, orders, answers, clock::nanoTime, lanes::remove);
        lane.start(queue);
        lanes.add(lane);
        return lane;
    }

    @Override
    public void registered(String agentId) {
        queue.create(OrderQueue.ofAgent(agentId));
    }

    @Override
    public void ready(String agentId) {
        agents.claimedUpstreams().forEach(name -> waitingRooms.open(OrderQueue.UPSTREAM + name));
        long now = clock.nanoTime();
        for (Dispatch dispatch : dispatches.all()) {
            if (!dispatch.ended() && agents.readySince(dispatch.request().selection(), now)) {
                dispatch.sawAgent();
            }
        }
        waitingRooms.look();
    }

    @Override
    public void unready(String agentId) {
        // An agent that said it drains is asked no more at once; one that vanished may be back in a moment.
        Duration after = agents.isConnected(agentId) ? Duration.ZERO : GONE_AFTER;
        mover.lookWhoIsAway();
        withBroker(after, () -> {
            if (!agents.isReady(agentId)) {
                mover.drain(agentId);
            }
        });
    }

    @Override
    public void elsewhere(String agentId) {
        mover.follow(agentId);
    }

    @Override
    public void drained(String agentId, boolean drained) {
        // What follows from it comes by itself: ready, or unready.
    }

    @Override
    public void removed(String agentId) {
        withBroker(GONE_AFTER, () -> {
            mover.drain(agentId);
            orders.endAll(agentId);
            queue.remove(OrderQueue.ofAgent(agentId));
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

    /** Requests somebody waits for, or an agent works on; durable ones that only wait are not among them. */
    public int open() {
        int open = 0;
        for (Dispatch dispatch : dispatches.all()) {
            open += dispatch.byMessage() && dispatch.waiting() ? 0 : 1;
        }
        return open;
    }
}
