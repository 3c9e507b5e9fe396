package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentChannel;
import io.dispatcher.agents.AgentWork;
import io.dispatcher.protocol.CancelReason;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.KnownOrder;
import io.dispatcher.protocol.OrderRef;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkReply;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    private final String agentId;
    private final int credit;
    private final AgentChannel channel;
    private final Dispatches dispatches;
    private final OrderPreparation preparation;
    private final LongSupplier nanos;
    private final Consumer<AgentLane> whenClosed;
    private final Map<Integer, Held> byStream = new ConcurrentHashMap<>();
    /** What the agent brought into this session and this lane has no stream for: it runs there, or its reply comes. */
    private final Map<String, KnownOrder> known = new ConcurrentHashMap<>();

    private final Map<Integer, Incoming> resent = new HashMap<>();
    private OrderQueue.@Nullable Subscription subscription;
    private OrderQueue.@Nullable Delivery stalled;
    private int lastStream;
    private boolean requested;
    private boolean draining;
    private boolean closed;

    AgentLane(
            Hello hello,
            AgentChannel channel,
            Dispatches dispatches,
            OrderPreparation preparation,
            LongSupplier nanos,
            Consumer<AgentLane> whenClosed) {
        this.agentId = hello.agentId();
        this.credit = hello.maxInFlight();
        this.channel = channel;
        this.dispatches = dispatches;
        this.preparation = preparation;
        this.nanos = nanos;
        this.whenClosed = whenClosed;
        hello.known().forEach(order -> known.put(order.orderId(), order));
    }

    String agentId() {
        return agentId;
    }

    void start(OrderQueue queue) {
        // Told first, forgotten then: an agent that no longer knows an order would begin it once more.
        known.values().stream().filter(AgentLane::begunByTheDead).forEach(order -> settle(order.orderId()));
        OrderQueue.Subscription opened = queue.subscribe(OrderQueue.ofAgent(agentId), null, this);
        synchronized (this) {
            subscription = opened;
            known.values().removeIf(AgentLane::begunByTheDead);
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

    /** Nobody knows the outcome of what a dead instance had begun, and only what is repeatable may be begun again. */
    private void settle(String orderId) {
        Dispatch dispatch = dispatches.find(orderId);
        if (dispatch != null && !dispatch.request().repeatable()) {
            dispatches.end(
                    dispatch,
                    Outcome.failed(
                            FailureType.AGENT_LOST,
                            "agent " + agentId + " died after it had begun; the outcome is unknown"));
        }
        confirm(orderId);
    }

    /** Asks for one more while the agent has room. */
    private void pump() {
        if (subscription != null && !requested && !draining && !closed && stalled == null && byStream.size() < credit) {
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
        Dispatch dispatch = dispatches.find(delivery.orderId());
        if (dispatch == null) {
            // Answered, cancelled or expired meanwhile, or its caller went with an earlier life of this node.
            delivery.acknowledge();
        } else if (known.remove(delivery.orderId()) != null) {
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
            // Its own clock ends it; expired is never executed.
            delivery.acknowledge();
            return;
        }
        byStream.put(stream, new Held(dispatch, delivery));
        if (!channel.send(Frame.of(FrameType.ORDER, 0, stream, left, metadata, delivery.body()))) {
            byStream.remove(stream);
            dispatch.takenBack();
            stalled = delivery;
        }
    }

    /** Called every few milliseconds. */
    void tick() {
        retryStalled();
        channel.flush();
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
    public void frame(Frame frame) throws ProtocolException {
        switch (frame.type()) {
            case ACK -> acknowledged(frame.stream());
            case REPLY -> replied(frame);
            case DATA -> data(frame);
            default -> throw new ProtocolException(frame.type() + " is not for a lane");
        }
    }

    private synchronized void acknowledged(int stream) {
        Held held = byStream.get(stream);
        if (held != null) {
            held.dispatch.acknowledged(nanos.getAsLong());
        }
    }

    private void replied(Frame frame) throws ProtocolException {
        acknowledged(frame.stream());
        WorkReply reply = Wire.read(frame.metadata(), WorkReply.class);
        if (!frame.more()) {
            complete(frame.stream(), reply, frame.bodyBytes());
            return;
        }
        Incoming incoming = new Incoming(reply);
        incoming.add(frame);
        synchronized (this) {
            Held held = byStream.get(frame.stream());
            if (held != null) {
                held.incoming = incoming;
            } else if (frame.stream() < 0 && resent.size() < credit) {
                resent.put(frame.stream(), incoming);
            }
        }
    }

    private void data(Frame frame) throws ProtocolException {
        Incoming complete = null;
        synchronized (this) {
            Held held = byStream.get(frame.stream());
            Incoming incoming = held == null ? resent.get(frame.stream()) : held.incoming;
            if (incoming == null) {
                // The order was cancelled or timed out while its body was on the way.
                return;
            }
            incoming.add(frame);
            if (!frame.more()) {
                resent.remove(frame.stream());
                complete = incoming;
            }
        }
        if (complete != null) {
            complete(frame.stream(), complete.reply, complete.bytes());
        }
    }

    private void complete(int stream, WorkReply reply, byte[] body) {
        Held held;
        synchronized (this) {
            held = byStream.remove(stream);
            if (held == null) {
                held = byOrder(reply.orderId());
            }
        }
        Dispatch dispatch = held == null ? dispatches.find(reply.orderId()) : held.dispatch;
        boolean inTime = dispatch != null
                && dispatch.orderId().equals(reply.orderId())
                && dispatches.end(dispatch, outcome(agentId, reply, body));
        if (!inTime) {
            dispatches.late(agentId, reply, body);
        }
        if (held != null && stream > 0) {
            channel.sendSoon(Frame.bare(FrameType.CONFIRM, stream, 0));
        } else {
            confirm(reply.orderId());
        }
        synchronized (this) {
            known.remove(reply.orderId());
            if (held != null && !closed) {
                held.delivery.acknowledge();
            }
            pump();
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
        synchronized (this) {
            Held held = byStream.get(stream);
            if (held == null || held.dispatch != dispatch) {
                return;
            }
            byStream.remove(stream);
            if (!closed) {
                held.delivery.acknowledge();
                pump();
            }
        }
        channel.send(Frame.bare(FrameType.CANCEL, stream, reason.code()));
    }

    /**
     * What an earlier session left running takes its place in the credit too, also when its caller went with another life of this node. Without the
     * monitor: whoever asks may hold a lock that a selection under this monitor needs.
     */
    @Override
    public int inFlight() {
        return byStream.size()
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
        long now = nanos.getAsLong();
        lost.forEach(held -> held.dispatch.lost(now));
        if (open != null) {
            open.close();
        }
        whenClosed.accept(this);
    }

    private static final class Held {
        final Dispatch dispatch;
        OrderQueue.Delivery delivery;

        @Nullable
        Incoming incoming;

        Held(Dispatch dispatch, OrderQueue.Delivery delivery) {
            this.dispatch = dispatch;
            this.delivery = delivery;
        }
    }

    /** A reply whose body is still coming. */
    private static final class Incoming {
        /** The most a request may ask for, and a frame beyond. */
        private static final int LIMIT = 65 * 1024 * 1024;

        final WorkReply reply;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream(Frame.MAX_DATA_BYTES);

        Incoming(WorkReply reply) {
            this.reply = reply;
        }

        void add(Frame frame) throws ProtocolException {
            if (body.size() + frame.body().remaining() > LIMIT) {
                throw new ProtocolException("a reply's body is over " + LIMIT + " bytes");
            }
            if (frame.body().hasArray()) {
                body.write(
                        frame.body().array(),
                        frame.body().arrayOffset() + frame.body().position(),
                        frame.body().remaining());
            } else {
                body.writeBytes(frame.bodyBytes());
            }
        }

        byte[] bytes() {
            return body.toByteArray();
        }
    }
}
