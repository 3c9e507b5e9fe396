package io.dispatcher.work;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.KnownOrder;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkFailure;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All orders this agent has begun and not been released from (ARCHITECTURE D2).
 *
 * <p>An order id is begun once: when it comes again it is acknowledged again, its reply sent again if there is one, and answered
 * {@code agent-lost} if an instance that died had begun it. Bounds: as many orders run as the credit says, one more is a protocol error;
 * as many are remembered as the memory has slots, and replies are kept up to {@value #KEPT_BYTES} bytes. When either is full, the oldest
 * unconfirmed replies are given up, and said so in the log. Thread-safe.
 */
public final class OrderBook {
    private static final Logger LOG = System.getLogger(OrderBook.class.getName());
    private static final long KEPT_BYTES = 1L << 30;

    private final WorkHandler handler;
    private final OrderMemory memory;
    private final int maxInFlight;
    private final Map<String, BookedOrder> orders = new LinkedHashMap<>();
    private final Map<Integer, BookedOrder> byStream = new HashMap<>();
    private int running;
    private long keptBytes;
    private int lastOwnStream;
    private boolean full;
    private @Nullable ReplyChannel channel;

    /**
     * A book with what the memory holds.
     *
     * @param maxInFlight the credit given to the node, less than half the memory's slots
     */
    public OrderBook(WorkHandler handler, MappedOrderMemory memory, int maxInFlight) {
        this(handler, (OrderMemory) memory, maxInFlight);
    }

    OrderBook(WorkHandler handler, OrderMemory memory, int maxInFlight) {
        this.handler = handler;
        this.memory = memory;
        this.maxInFlight = maxInFlight;
        for (RememberedOrder remembered : memory.remembered()) {
            BookedOrder order = new BookedOrder(remembered.orderId(), remembered.slot());
            order.reply = remembered.reply();
            order.lost = remembered.reply() == null;
            order.body = ReplyBody.of(remembered.body(), remembered.body().length);
            keptBytes += order.body.size();
            orders.put(order.orderId, order);
        }
    }

    /** A session begins: the streams of the one before mean nothing now, and kept replies are sent again. */
    public synchronized void connected(ReplyChannel newChannel) {
        channel = newChannel;
        byStream.clear();
        lastOwnStream = 0;
        for (BookedOrder order : orders.values()) {
            order.stream = BookedOrder.NO_STREAM;
            send(order);
        }
    }

    /** The session is over; work goes on and replies wait for the next one. */
    public synchronized void disconnected(ReplyChannel oldChannel) {
        if (channel == oldChannel) {
            channel = null;
            notifyAll();
        }
    }

    /**
     * Takes an order.
     *
     * @throws ProtocolException if the node oversteps the credit, uses a stream twice or gives a malformed id
     */
    public void order(int stream, WorkOrder order, ByteBuffer body) throws ProtocolException {
        BookedOrder booked = book(stream, order);
        if (booked == null) {
            return;
        }
        RunningWork work = handler.begin(order, body, new Ends(booked));
        boolean cancelled;
        synchronized (this) {
            booked.work = booked.finished() ? null : work;
            cancelled = booked.cancelled;
        }
        if (cancelled) {
            work.cancel();
        }
    }

    // Null when there is nothing to begin.
    private synchronized @Nullable BookedOrder book(int stream, WorkOrder order) throws ProtocolException {
        if (stream <= 0 || byStream.containsKey(stream)) {
            throw new ProtocolException("an ORDER on stream " + stream + ", which is not a new one");
        }
        BookedOrder known = orders.get(order.orderId());
        BookedOrder booked = known == null ? begun(order) : known;
        byStream.remove(booked.stream, booked);
        booked.stream = stream;
        byStream.put(stream, booked);
        if (channel != null) {
            channel.acknowledge(stream, booked.upstreamReqId);
        }
        if (known == null) {
            return booked;
        }
        if (known.lost) {
            lost(known);
        }
        send(known);
        return null;
    }

    private BookedOrder begun(WorkOrder work) throws ProtocolException {
        String orderId = work.orderId();
        if (running >= maxInFlight) {
            throw new ProtocolException("more orders than the credit of " + maxInFlight);
        }
        int slot = memory.begin(orderId);
        if (slot == OrderMemory.NO_SLOT && giveUpOldest(true)) {
            slot = memory.begin(orderId);
        }
        if (slot == OrderMemory.NO_SLOT) {
            throw new ProtocolException("the order id is not 1 to 64 bytes long");
        }
        BookedOrder order = new BookedOrder(orderId, slot);
        if (WorkOrder.upstream(work.url()) != null) {
            order.upstreamReqId = UUID.randomUUID().toString();
        }
        orders.put(orderId, order);
        running++;
        return order;
    }

    private static void lost(BookedOrder order) {
        WorkFailure failure = new WorkFailure(
                "agent-lost", "the agent had begun this and was restarted or lost the answer; the outcome is unknown");
        order.reply = Wire.write(WorkReply.failed(order.orderId, failure, null, WorkTimings.NONE));
        order.body = ReplyBody.EMPTY;
    }

    private synchronized void answering(BookedOrder order) {
        if (channel != null && !order.cancelled && order.stream > 0) {
            channel.answering(order.stream);
        }
    }

    private void done(BookedOrder order, WorkReply reply, ReplyBody body) {
        byte[] encoded = encoded(order, reply);
        boolean replaced = encoded.length > Frame.MAX_METADATA_BYTES;
        if (replaced) {
            WorkFailure failure = new WorkFailure("target-io", "the target's header section is too large");
            encoded =
                    encoded(order, WorkReply.failed(reply.orderId(), failure, reply.sourceAddress(), reply.timings()));
        }
        synchronized (this) {
            running--;
            order.work = null;
            if (order.cancelled || replaced) {
                body.release();
            }
            if (!order.cancelled) {
                finish(order, encoded, replaced ? ReplyBody.EMPTY : body);
            }
            notifyAll();
        }
    }

    private static byte[] encoded(BookedOrder order, WorkReply reply) {
        return Wire.write(order.upstreamReqId == null ? reply : reply.ofUpstream(order.upstreamReqId));
    }

    private void finish(BookedOrder order, byte[] reply, ReplyBody body) {
        order.reply = reply;
        order.body = body;
        keptBytes += body.size();
        try {
            memory.finish(order.slot, reply, body);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a reply could not be kept for the case of a crash", e);
        }
        send(order);
        while (keptBytes > KEPT_BYTES && giveUpOldest(false)) {
            // One by one, until there is room again.
        }
    }

    private void send(BookedOrder order) {
        byte[] reply = order.reply;
        if (channel == null || reply == null) {
            return;
        }
        if (order.stream == BookedOrder.NO_STREAM) {
            order.stream = --lastOwnStream;
            byStream.put(order.stream, order);
        }
        channel.reply(order.stream, reply, order.body);
    }

    // Frees the oldest order that does not run: its slot, or only what its reply takes.
    private boolean giveUpOldest(boolean slotToo) {
        for (BookedOrder order : orders.values()) {
            boolean candidate = slotToo ? !order.running() : order.finished() && order.body.size() > 0;
            if (!candidate) {
                continue;
            }
            if (!full) {
                full = true;
                LOG.log(
                        Level.WARNING,
                        "too many unconfirmed replies: giving up the oldest, first that of {0}",
                        order.orderId);
            }
            if (slotToo) {
                forget(order);
            } else {
                drop(order);
                memory.loseReply(order.slot);
                order.reply = null;
                order.lost = true;
            }
            return true;
        }
        return false;
    }

    /** The node takes an order back: no reply will be sent. Unknown streams are over already. */
    public void cancel(int stream) {
        RunningWork work;
        synchronized (this) {
            BookedOrder order = byStream.get(stream);
            if (order == null) {
                return;
            }
            order.cancelled = order.running();
            work = order.work;
            forget(order);
        }
        if (work != null) {
            work.cancel();
        }
    }

    /** The node has the reply of this stream. */
    public synchronized void confirm(int stream) {
        BookedOrder order = byStream.get(stream);
        if (order != null && !order.running()) {
            forget(order);
        }
    }

    /** The node has the reply of this order, or knows that its outcome is unknown. */
    public synchronized void confirm(String orderId) {
        BookedOrder order = orders.get(orderId);
        if (order != null && !order.running()) {
            forget(order);
        }
    }

    private void forget(BookedOrder order) {
        orders.remove(order.orderId);
        byStream.remove(order.stream, order);
        drop(order);
        memory.forget(order.slot);
        full = full && orders.size() > maxInFlight;
        notifyAll();
    }

    private void drop(BookedOrder order) {
        if (channel != null && order.finished() && order.body.size() > Frame.MAX_DATA_BYTES) {
            channel.abandon(order.stream);
        }
        keptBytes -= order.body.size();
        order.body.release();
        order.body = ReplyBody.EMPTY;
    }

    /** For HELLO: all that is remembered. */
    public synchronized List<KnownOrder> known() {
        List<KnownOrder> known = new ArrayList<>(orders.size());
        for (BookedOrder order : orders.values()) {
            known.add(new KnownOrder(order.orderId, order.running(), order.finished()));
        }
        return known;
    }

    /** Orders being worked on, those taken back and still ending included. */
    public synchronized int inFlight() {
        return running;
    }

    /** Waits until nothing runs; false when the time was over before. */
    public boolean awaitIdle(long millis) throws InterruptedException {
        return await(() -> running == 0, millis);
    }

    /** Waits until no reply is unconfirmed, or nobody is there to confirm; false when the time was over before. */
    public boolean awaitConfirmed(long millis) throws InterruptedException {
        return await(() -> channel == null || orders.values().stream().noneMatch(BookedOrder::finished), millis);
    }

    private synchronized boolean await(BooleanSupplier reached, long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!reached.getAsBoolean()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private final class Ends implements Answer {
        private final BookedOrder order;

        Ends(BookedOrder order) {
            this.order = order;
        }

        @Override
        public @Nullable String upstreamReqId() {
            return order.upstreamReqId;
        }

        @Override
        public void answering() {
            OrderBook.this.answering(order);
        }

        @Override
        public void done(WorkReply reply, ReplyBody body) {
            OrderBook.this.done(order, reply, body);
        }
    }
}
