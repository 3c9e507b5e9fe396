package io.dispatcher.work;

import io.dispatcher.protocol.KnownOrder;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All orders this agent has begun and not been released from. An order id is begun once: when it comes again it is acknowledged again, and
 * its reply sent again if there is one. Thread-safe.
 */
public final class OrderBook {
    private final WorkHandler handler;
    private final int maxInFlight;
    private final Map<String, BookedOrder> orders = new LinkedHashMap<>();
    private final Map<Integer, BookedOrder> byStream = new HashMap<>();
    private int running;
    private int lastOwnStream;
    private @Nullable ReplyChannel channel;

    /**
     * An empty book.
     *
     * @param maxInFlight the credit given to the node
     */
    public OrderBook(WorkHandler handler, int maxInFlight) {
        this.handler = handler;
        this.maxInFlight = maxInFlight;
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
        }
    }

    /**
     * Takes an order.
     *
     * @throws ProtocolException if the node oversteps the credit or uses a stream twice
     */
    public void order(int stream, WorkOrder order, ByteBuffer body) throws ProtocolException {
        BookedOrder booked = book(stream, order.orderId());
        if (booked == null) {
            return;
        }
        RunningWork work = handler.begin(order, body, (reply, replyBody) -> done(booked, reply, replyBody));
        boolean cancelled;
        synchronized (this) {
            booked.work = work;
            cancelled = booked.cancelled;
        }
        if (cancelled) {
            work.cancel();
        }
    }

    private synchronized @Nullable BookedOrder book(int stream, String orderId) throws ProtocolException {
        if (stream <= 0 || byStream.containsKey(stream)) {
            throw new ProtocolException("an ORDER on stream " + stream + ", which is not a new one");
        }
        BookedOrder known = orders.get(orderId);
        if (known == null && running >= maxInFlight) {
            throw new ProtocolException("more orders than the credit of " + maxInFlight);
        }
        BookedOrder booked = known == null ? new BookedOrder(orderId, stream) : known;
        booked.stream = stream;
        byStream.put(stream, booked);
        if (channel != null) {
            channel.acknowledge(stream);
        }
        if (known != null) {
            send(known);
            return null;
        }
        orders.put(orderId, booked);
        running++;
        return booked;
    }

    private void done(BookedOrder order, WorkReply reply, ByteBuffer body) {
        byte[] encoded = Wire.write(reply);
        synchronized (this) {
            running--;
            order.work = null;
            if (!order.cancelled) {
                order.reply = encoded;
                order.body = body;
                send(order);
            }
            notifyAll();
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
        channel.reply(order.stream, reply, order.body.duplicate());
    }

    /** The node takes an order back: no reply will be sent. Unknown streams are over already. */
    public void cancel(int stream) {
        RunningWork work;
        synchronized (this) {
            BookedOrder order = byStream.get(stream);
            if (order == null || order.finished()) {
                return;
            }
            order.cancelled = true;
            forget(order);
            work = order.work;
        }
        if (work != null) {
            work.cancel();
        }
    }

    /** The node has the reply of this stream. */
    public synchronized void confirm(int stream) {
        BookedOrder order = byStream.get(stream);
        if (order != null && order.finished()) {
            forget(order);
        }
    }

    /** The node has the reply of this order, or wants nothing to do with it any more. */
    public synchronized void confirm(String orderId) {
        BookedOrder order = orders.get(orderId);
        if (order != null && order.finished()) {
            forget(order);
        }
    }

    private void forget(BookedOrder order) {
        orders.remove(order.orderId);
        byStream.remove(order.stream);
        notifyAll();
    }

    /** For HELLO: all that is remembered. */
    public synchronized List<KnownOrder> known() {
        List<KnownOrder> known = new ArrayList<>(orders.size());
        for (BookedOrder order : orders.values()) {
            known.add(new KnownOrder(order.orderId, !order.finished(), order.finished()));
        }
        return known;
    }

    /** Orders being worked on. */
    public synchronized int inFlight() {
        return running;
    }

    /**
     * Waits until nothing runs and no reply is unconfirmed.
     *
     * @return false when the time was over before
     */
    public synchronized boolean awaitQuiet(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (running > 0 || !orders.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
