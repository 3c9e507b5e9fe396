package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentChannel;
import io.dispatcher.agents.AgentWork;
import io.dispatcher.protocol.Acknowledgement;
import io.dispatcher.protocol.CancelReason;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.KnownOrder;
import io.dispatcher.protocol.OrderRef;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkReply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands one connected agent its orders, one out of the queue at a time and never more in flight than its credit, and takes its replies. The queue
 * keeps every order until its outcome is told (ARCHITECTURE D1): closing the lane puts all back.
 *
 * <p>Thread-safe by its own monitor; dispatches are ended and callers told outside of it.
 */
final class AgentLane implements AgentWork, OrderQueue.Consumer {
    /** Large answers that an agent may bring from an earlier session, at least. */
    private static final int MOST_RESENT = 1024;

    private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

    private final String agentId;
    private final int credit;
    private final AgentChannel channel;
    private final Dispatches dispatches;
    private final OrderPreparation preparation;
    private final TravellingOrders orders;
    private final IncomingReplies bodies;
    private final LongSupplier nanos;
    private final Consumer<AgentLane> whenClosed;
    private final Map<Integer, Held> byStream = new ConcurrentHashMap<>();
    /** What the agent brought into this session and this lane has no stream for: it runs there, or its reply comes. */
    private final Map<String, KnownOrder> known = new ConcurrentHashMap<>();

    /** Ended, and known to the agent until their messages are gone. */
    private final Map<String, Leaving> leaving = new ConcurrentHashMap<>();

    /** Answers whose outcome the broker does not have yet. */
    private final AtomicInteger storing = new AtomicInteger();

    private OrderQueue.@Nullable Subscription subscription;
    private OrderQueue.@Nullable Delivery stalled;
    private int lastStream;
    private boolean requested;
    private boolean draining;
    private boolean closed;
    /** Of the ticking thread alone. */
    private long looked;

    AgentLane(
            Hello hello,
            AgentChannel channel,
            Dispatches dispatches,
            OrderPreparation preparation,
            TravellingOrders orders,
            BodyRoom room,
            LongSupplier nanos,
            Consumer<AgentLane> whenClosed) {
        this.agentId = hello.agentId();
        this.credit = hello.maxInFlight();
        this.channel = channel;
        this.dispatches = dispatches;
        this.preparation = preparation;
        this.orders = orders;
        this.nanos = nanos;
        this.looked = nanos.getAsLong();
        this.whenClosed = whenClosed;
        this.bodies = new IncomingReplies(channel, room, credit + Math.max(credit, MOST_RESENT), nanos);
        hello.known().forEach(order -> known.put(order.orderId(), order));
    }

    String agentId() {
        return agentId;
    }

    void start(OrderQueue queue) {
        known.values().stream()
                .filter(AgentLane::begunByTheDead)
                .map(KnownOrder::orderId)
                .forEach(this::tellUnknown);
        OrderQueue.Subscription opened = queue.subscribe(OrderQueue.ofAgent(agentId), null, this);
        synchronized (this) {
            subscription = opened;
            if (!closed) {
                pump();
                return;
            }
        }
        opened.close();
    }

    private static boolean begunByTheDead(KnownOrder order) {
        return !order.running() && !order.finished();
    }

    private void tellUnknown(String orderId) {
        Dispatch dispatch = dispatches.find(orderId);
        if (dispatch != null) {
            tellUnknown(dispatch, null);
        } else {
            orders.search(OrderQueue.ofAgent(agentId), orderId, this::tellUnknown, () -> tellUnheld(orderId));
        }
    }

    /** Not found in the queue: it is no more, or has come to this lane meanwhile. */
    private void tellUnheld(String orderId) {
        Dispatch dispatch = dispatches.find(orderId);
        if (dispatch == null) {
            forget(orderId);
        } else if (known.containsKey(orderId)) {
            tellUnknown(dispatch, null);
        }
    }

    /**
     * Nobody knows the outcome of what a dead instance had begun, and only what is repeatable may be begun again. Told first, forgotten then: an agent
     * that no longer knows an order would begin it once more.
     */
    private void tellUnknown(Dispatch dispatch, OrderQueue.@Nullable Delivery held) {
        Runnable forget = () -> forget(dispatch.orderId());
        if (dispatch.request().repeatable()) {
            forget.run();
            return;
        }
        dispatches.end(
                dispatch,
                Outcome.failed(
                        FailureType.AGENT_LOST,
                        "agent " + agentId + " died after it had begun; the outcome is unknown"));
        if (dispatch.byMessage()) {
            orders.settle(dispatch, held, forget);
        } else {
            release(dispatch, held, forget);
        }
    }

    /**
     * A live one has ended: its message goes, and the agent may forget it. In this order where another node could take the message up: an agent that no
     * longer knows an order would begin it once more. A message that is still in the queue comes here first.
     */
    private void release(Dispatch dispatch, OrderQueue.@Nullable Delivery held, Runnable forget) {
        if (!dispatch.ticket().travels()) {
            forget.run();
            if (held != null) {
                held.acknowledge();
            }
            return;
        }
        leaving.put(dispatch.orderId(), new Leaving(dispatch.expiredNanos(), forget));
        if (held != null) {
            held.acknowledge(() -> left(dispatch.orderId()));
        }
    }

    private void left(String orderId) {
        Leaving order = leaving.remove(orderId);
        if (order != null) {
            order.forget.run();
        }
    }

    private void forget(String orderId) {
        confirm(orderId);
        known.remove(orderId);
    }

    /** Asks for one more while the agent has room. */
    private void pump() {
        if (subscription != null
                && !requested
                && !draining
                && !closed
                && stalled == null
                && byStream.size() + storing.get() < credit) {
            requested = true;
            subscription.request();
        }
    }

    @Override
    public synchronized void order(OrderQueue.Delivery delivery) {
        requested = false;
        if (!closed) {
            take(delivery);
            pump();
        }
    }

    private void take(OrderQueue.Delivery delivery) {
        Dispatch dispatch = orders.ofAgentsQueue(delivery, agentId, () -> left(delivery.orderId()));
        if (dispatch == null) {
            // Answered, cancelled or expired meanwhile, or its caller went with an earlier life of this node.
            return;
        }
        KnownOrder before = known.get(delivery.orderId());
        if (before != null && begunByTheDead(before) && !dispatch.ended()) {
            tellUnknown(dispatch, delivery);
            before = null;
        }
        if (dispatch.dropped()) {
            // Of this moment: with the next tick it is not known here any more.
            stalled = delivery;
        } else if (dispatch.ended()) {
            orders.settleEnded(dispatch, delivery);
        } else if (before != null) {
            known.remove(delivery.orderId());
            adopt(dispatch, delivery);
        } else if (!renew(dispatch, delivery)) {
            hand(dispatch, delivery);
        }
    }

    /**
     * An order in flight that comes again, because the broker was away or it is a copy: from now on this is the message that stands for it
     * (ARCHITECTURE D2).
     */
    private boolean renew(Dispatch dispatch, OrderQueue.Delivery delivery) {
        Held held = byStream.get(dispatch.streamOn(this));
        if (held == null) {
            return false;
        }
        held.delivery.acknowledge();
        held.delivery = delivery;
        return true;
    }

    private void adopt(Dispatch dispatch, OrderQueue.Delivery delivery) {
        int stream = ++lastStream;
        byStream.put(stream, new Held(dispatch, delivery));
        dispatch.adopted(this, stream, nanos.getAsLong());
    }

    private void hand(Dispatch dispatch, OrderQueue.Delivery delivery) {
        if (dispatch.byMessage() && orders.overdue(dispatch)) {
            orders.settleEnded(dispatch, delivery);
            return;
        }
        // One was asked for before the agent was drained: what can be done by nobody else waits until it is resumed.
        boolean waits = draining && dispatch.request().selection().pinned();
        boolean room = !waits && inFlight() < credit;
        byte[] metadata = room ? preparation.finalMetadata(dispatch, agentId, delivery.metadata()) : null;
        if (metadata == null) {
            stalled = delivery;
            return;
        }
        int stream = ++lastStream;
        int left = dispatch.hand(this, stream, nanos.getAsLong());
        if (left <= 0) {
            // Expired is never executed. A durable one that has not ended is in another session's hands, which is about
            // to close.
            if (dispatch.byMessage() && !dispatch.ended()) {
                stalled = delivery;
            } else {
                orders.settleEnded(dispatch, delivery);
            }
            return;
        }
        byStream.put(stream, new Held(dispatch, delivery));
        if (!channel.send(Frame.of(FrameType.ORDER, 0, stream, left, metadata, delivery.body()))) {
            byStream.remove(stream);
            dispatch.takenBack();
            stalled = delivery;
        }
    }

    /** Whether the agent has orders of any node. */
    synchronized boolean busy() {
        return stalled != null || !byStream.isEmpty() || !leaving.isEmpty() || storing.get() > 0;
    }

    /** Called every few milliseconds. */
    void tick() {
        retryStalled();
        bodies.tick();
        forgetExpired();
        channel.flush();
    }

    /** Their messages were lost with the broker, or nobody takes them out of a queue any more. Rare, and all are walked over: not with each tick. */
    private void forgetExpired() {
        long now = nanos.getAsLong();
        if (now - looked >= LOOK_NANOS && !leaving.isEmpty()) {
            looked = now;
            leaving.forEach((orderId, order) -> {
                if (now - order.expiredNanos >= 0) {
                    left(orderId);
                }
            });
        }
    }

    /** Tries again what a full channel or a busy agent did not take. */
    private synchronized void retryStalled() {
        OrderQueue.Delivery waiting = stalled;
        if (waiting != null && !closed) {
            stalled = null;
            take(waiting);
            pump();
        }
    }

    @Override
    public boolean takes(FrameType type) {
        return type == FrameType.ACK
                || type == FrameType.REPLY
                || type == FrameType.DATA
                || type == FrameType.ANSWERING;
    }

    @Override
    public void frame(Frame frame) throws ProtocolException {
        switch (frame.type()) {
            case ACK -> acknowledged(frame.stream(), upstreamReqId(frame));
            case ANSWERING -> answering(frame.stream());
            case REPLY -> replied(frame);
            case DATA -> data(frame);
            default -> throw new ProtocolException(frame.type() + " is not for a lane");
        }
    }

    private static @Nullable String upstreamReqId(Frame frame) throws ProtocolException {
        return frame.metadata().hasRemaining()
                ? Wire.read(frame.metadata(), Acknowledgement.class).upstreamReqId()
                : null;
    }

    private synchronized void acknowledged(int stream, @Nullable String upstreamReqId) {
        Held held = byStream.get(stream);
        if (held != null) {
            held.dispatch.acknowledged(nanos.getAsLong(), upstreamReqId);
        }
    }

    /** Of a caller here the stream itself tells; another node's may only be believed. */
    private synchronized void answering(int stream) {
        Held held = byStream.get(stream);
        if (held != null && held.dispatch.byMessage()) {
            held.dispatch.answering(nanos.getAsLong());
        }
    }

    private void replied(Frame frame) throws ProtocolException {
        WorkReply reply = Wire.read(frame.metadata(), WorkReply.class);
        acknowledged(frame.stream(), reply.upstreamReqId());
        if (!frame.more()) {
            bodies.forget(frame.stream());
            complete(new Answer(frame.stream(), reply, frame.bodyBytes(), () -> {}));
        } else if (frame.value() == 0) {
            channel.close(CloseCode.VERSION, "it sends large answers unasked: the agent is older, update it");
        } else if (frame.stream() < 0 || byStream.containsKey(frame.stream())) {
            bodies.begin(frame.stream(), reply, frame.value());
            if (frame.stream() > 0 && !byStream.containsKey(frame.stream())) {
                bodies.forget(frame.stream());
            }
        }
    }

    private void data(Frame frame) throws ProtocolException {
        IncomingReply incoming = bodies.add(frame);
        if (incoming != null) {
            complete(new Answer(frame.stream(), incoming.reply(), incoming.bytes(), incoming::leave));
        }
    }

    private void complete(Answer answer) {
        Held held = held(answer);
        Dispatch dispatch = held == null ? dispatches.find(answer.orderId()) : held.dispatch;
        if (dispatch == null && answer.stream < 0) {
            // Its order may lie in the queue, from another life of this node.
            orders.search(
                    OrderQueue.ofAgent(agentId),
                    answer.orderId(),
                    (found, delivery) -> complete(answer, new Held(found, delivery), found),
                    () -> completeUnheld(answer));
        } else {
            complete(answer, held, dispatch);
        }
    }

    /** Not found in the queue: it is no more, or has come to this lane meanwhile. */
    private void completeUnheld(Answer answer) {
        Held held = held(answer);
        complete(answer, held, held == null ? dispatches.find(answer.orderId()) : held.dispatch);
    }

    private synchronized @Nullable Held held(Answer answer) {
        Held held = byStream.remove(answer.stream);
        return held != null ? held : byOrder(answer.orderId());
    }

    private void complete(Answer answer, @Nullable Held held, @Nullable Dispatch dispatch) {
        int stream = held != null && answer.stream > 0 ? answer.stream : 0;
        Dispatch toStore = null;
        try {
            toStore = end(answer, dispatch);
        } finally {
            if (toStore == null) {
                answer.told.run();
            }
        }
        if (toStore != null) {
            store(toStore, held, stream, answer.told);
            return;
        }
        Runnable forget = () -> {
            confirm(answer.orderId(), stream);
            known.remove(answer.orderId());
        };
        OrderQueue.Delivery delivery = held == null ? null : held.delivery;
        if (dispatch == null) {
            forget.run();
        } else {
            release(dispatch, delivery, forget);
        }
        pumpAgain();
    }

    /** @return the dispatch if it has ended by this, and its outcome is now to be stored */
    private @Nullable Dispatch end(Answer answer, @Nullable Dispatch dispatch) {
        if (dispatch != null && dispatch.orderId().equals(answer.orderId())) {
            dispatch.named(answer.reply.upstreamReqId());
            if (dispatches.end(dispatch, outcome(agentId, answer.reply, answer.body))) {
                return dispatch.byMessage() ? dispatch : null;
            }
        }
        dispatches.late(agentId, answer.reply, answer.body);
        return null;
    }

    private synchronized void pumpAgain() {
        pump();
    }

    /** The agent keeps its answer until the broker has the outcome; so long it takes its place in the credit. */
    private void store(Dispatch dispatch, @Nullable Held held, int stream, Runnable told) {
        storing.incrementAndGet();
        orders.settle(dispatch, held == null ? null : held.delivery, () -> {
            told.run();
            confirm(dispatch.orderId(), stream);
            storing.decrementAndGet();
            synchronized (this) {
                known.remove(dispatch.orderId());
                pump();
            }
        });
    }

    private void confirm(String orderId, int stream) {
        if (stream > 0) {
            channel.sendSoon(Frame.bare(FrameType.CONFIRM, stream, 0));
        } else {
            confirm(orderId);
        }
    }

    private void confirm(String orderId) {
        channel.sendSoon(Frame.of(FrameType.CONFIRM, 0, Wire.write(new OrderRef(orderId))));
    }

    private @Nullable Held byOrder(String orderId) {
        for (Map.Entry<Integer, Held> entry : byStream.entrySet()) {
            if (entry.getValue().dispatch.orderId().equals(orderId)) {
                return byStream.remove(entry.getKey());
            }
        }
        return null;
    }

    private static Outcome outcome(String agentId, WorkReply reply, byte[] body) {
        if (reply.failure() == null) {
            return new Outcome.Answered(agentId, reply, body);
        }
        FailureType type = FailureType.of(reply.failure().type());
        return Outcome.failed(
                type == null ? FailureType.INTERNAL : type, reply.failure().detail());
    }

    /** The dispatch has ended without this agent's answer: stop working on it. */
    void abandon(Dispatch dispatch, int stream, CancelReason reason) {
        Held held;
        synchronized (this) {
            held = byStream.get(stream);
            if (held == null || held.dispatch != dispatch) {
                return;
            }
            byStream.remove(stream);
            pump();
        }
        bodies.forget(stream);
        // Cancelled is forgotten by the agent.
        Runnable cancel = () -> channel.send(Frame.bare(FrameType.CANCEL, stream, reason.code()));
        if (dispatch.byMessage()) {
            orders.settle(dispatch, held.delivery, cancel);
        } else {
            release(dispatch, held.delivery, cancel);
        }
    }

    /**
     * What an earlier session left running takes its place in the credit too, also when its caller went with another life of this node. Without the
     * monitor: whoever asks may hold a lock that a selection under this monitor needs.
     */
    @Override
    public int inFlight() {
        return byStream.size()
                + storing.get()
                + (int) known.values().stream().filter(KnownOrder::running).count();
    }

    @Override
    public synchronized void draining(boolean now) {
        draining = now;
        pump();
    }

    @Override
    public void closed() {
        List<Held> lost;
        OrderQueue.Subscription open;
        synchronized (this) {
            closed = true;
            lost = new ArrayList<>(byStream.values());
            byStream.clear();
            open = subscription;
        }
        bodies.close();
        long now = nanos.getAsLong();
        lost.forEach(held -> held.dispatch.lost(now));
        if (open != null) {
            open.close();
        }
        whenClosed.accept(this);
    }

    /** @param expiredNanos when its message is gone by itself */
    private record Leaving(long expiredNanos, Runnable forget) {}

    /**
     * What an agent answered.
     *
     * @param told run once whoever it is for has it, or the broker
     */
    private record Answer(int stream, WorkReply reply, byte[] body, Runnable told) {
        String orderId() {
            return reply.orderId();
        }
    }

    private static final class Held {
        final Dispatch dispatch;
        OrderQueue.Delivery delivery;

        Held(Dispatch dispatch, OrderQueue.Delivery delivery) {
            this.dispatch = dispatch;
            this.delivery = delivery;
        }
    }
}
