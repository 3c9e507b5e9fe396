package io.dispatcher.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The queues as Artemis keeps them, with every hop taking its time: one order per request, unsettled ones go back in their place. It dies with its
 * node when it is embedded; when it is not, its messages outlive the node, and the network between the two may fail.
 */
final class SimulatedBroker {
    private static final Duration MISSED_AFTER = Duration.ofSeconds(15);

    private final SimulatedTime time;
    private final Map<String, LinkedList<Message>> queues = new HashMap<>();
    private final List<Hold> holds = new ArrayList<>();

    /** Of the broker itself, and of the network between it and its nodes. */
    private int life;

    private int outages;
    /** None in the queues expires before. */
    private long nextExpiry = Long.MAX_VALUE;

    private final Map<String, List<Subscriber>> topics = new HashMap<>();

    boolean available = true;
    /** The word that it took a message does not arrive; that it did not, is said a second later. */
    boolean unconfirmed;

    /** No message finds room. */
    boolean full;

    int sent;

    SimulatedBroker(SimulatedTime time) {
        this.time = time;
        queues.put(OrderQueue.UNASSIGNED, new LinkedList<>());
        queues.put(OrderQueue.OUTCOMES, new LinkedList<>());
        queues.put(OrderQueue.DEAD, new LinkedList<>());
        queues.put(OrderQueue.EXPIRY, new LinkedList<>());
    }

    /** @param from where it expired */
    private record Message(QueuedOrder order, long expires, String from) {}

    private Message message(QueuedOrder order) {
        long never = Long.MAX_VALUE;
        return new Message(
                order, order.timeToLiveMs() == 0 ? never : time.nanoTime() + order.timeToLiveMs() * 1_000_000, "");
    }

    /** The outcomes that were stored, in order. */
    List<QueuedOrder> outcomes() {
        return queues.get(OrderQueue.OUTCOMES).stream().map(Message::order).toList();
    }

    /** Where an order's messages are, for a story. */
    List<String> where(String orderId) {
        List<String> places = new ArrayList<>();
        queues.forEach((name, waiting) -> waiting.stream()
                .filter(message -> message.order.orderId().equals(orderId))
                .forEach(message -> places.add(name)));
        holds.forEach(hold -> hold.out.stream()
                .filter(message -> message.order.orderId().equals(orderId))
                .forEach(message -> places.add("taken from " + hold.queue)));
        return places;
    }

    private void loseLiveMessages() {
        queues.values().forEach(waiting -> waiting.removeIf(message -> !message.order.durable()));
    }

    /** One node's life at the broker. */
    final class Seat implements OrderQueue {
        private boolean dead;

        /** The node's code, if it still runs. */
        void enter(Runnable code) {
            if (dead) {
                return;
            }
            try {
                time.as(this, code);
            } catch (SimulatedTime.Death e) {
                if (!dead) {
                    throw e;
                }
            }
        }

        /** Something the node asks of the broker. */
        private void called() {
            time.arrow();
            if (!available) {
                throw new Away();
            }
        }

        /** The node's sessions end without a word; unsettled orders go back, unless the broker was part of it: then all live ones are gone. */
        void died(boolean embedded) {
            dead = true;
            List<Hold> left = holds.stream().filter(hold -> hold.seat == this).toList();
            left.forEach(hold -> hold.closed = true);
            holds.removeAll(left);
            if (embedded) {
                left.forEach(Hold::takeBack);
                life++;
                loseLiveMessages();
                return;
            }
            // A broker that can be reconnected to keeps what the dead held until it misses them.
            time.after(
                    MISSED_AFTER,
                    () -> left.forEach(hold -> {
                        hold.takeBack();
                        SimulatedBroker.this.deliver(hold.queue);
                    }));
        }

        /** Hands what has expired to this node. */
        void readExpired(BiConsumer<Delivery, String> reader) {
            if (available) {
                expire();
                drain(EXPIRY, Wanted.ALL, delivery -> reader.accept(delivery, delivery.expiredIn()));
            }
        }

        void subscribe(String topic, java.util.function.Consumer<byte[]> reader) {
            topics.computeIfAbsent(topic, name -> new ArrayList<>()).add(new Subscriber(this, reader, time.new Way()));
        }

        void publish(String topic, byte[] message) {
            time.arrow();
            if (available) {
                for (Subscriber subscriber : topics.getOrDefault(topic, List.of())) {
                    subscriber.way.send(() -> subscriber.seat.enter(() -> subscriber.reader.accept(message)));
                }
            }
        }

        @Override
        public void readReplies(String node, RepliesReader reader) {
            called();
            String queue = REPLIES + node;
            queues.computeIfAbsent(queue, name -> new LinkedList<>());
            Subscription[] replies = new Subscription[1];
            replies[0] = subscribe(queue, null, reply -> {
                reply.acknowledge();
                reader.reply(reply.orderId(), reply.metadata(), reply.body());
                replies[0].request();
            });
            replies[0].request();
        }

        @Override
        public void create(String queue) {
            called();
            queues.computeIfAbsent(queue, name -> new LinkedList<>());
        }

        @Override
        public void remove(String queue) {
            called();
            queues.remove(queue);
        }

        @Override
        public void send(String queue, QueuedOrder order, Receipt receipt) {
            time.arrow();
            sent++;
            Message message = message(order);
            int toLife = life;
            time.soon(() -> {
                boolean taken = toLife == life && taken(queue, message);
                if (!taken) {
                    enter(() -> receipt.refused("not taken"));
                } else if (unconfirmed) {
                    time.after(Duration.ofSeconds(1), () -> enter(() -> receipt.refused("connection lost")));
                } else if (order.durable()) {
                    enter(receipt::stored);
                }
            });
        }

        @Override
        public Subscription subscribe(String queue, String filter, Consumer consumer) {
            called();
            Hold hold = new Hold(this, queue, filter, consumer);
            holds.add(hold);
            return hold;
        }

        @Override
        public void drain(String queue, Wanted wanted, Consumer consumer) {
            called();
            expire();
            LinkedList<Message> waiting = queues.getOrDefault(queue, new LinkedList<>());
            for (Message message : List.copyOf(waiting)) {
                boolean asked = wanted.orderId() == null
                        ? !wanted.unpinned() || !message.order.pinned()
                        : wanted.orderId().equals(message.order.orderId());
                if (asked && waiting.remove(message)) {
                    Held held = new Held(message, outages, this, () -> {
                        queues.getOrDefault(queue, waiting).add(0, message);
                        mayExpire(message);
                    });
                    try {
                        consumer.order(held);
                    } finally {
                        held.closed();
                    }
                }
            }
        }

        @Override
        public Set<String> waitingLabels(String queue, Set<String> known) {
            called();
            Set<String> labels = new HashSet<>(known);
            queues.get(queue).stream()
                    .map(Message::order)
                    .map(order -> order.labels() == null ? "" : order.labels())
                    .filter(label -> !known.contains(label))
                    .findFirst()
                    .ifPresent(labels::add);
            return labels;
        }

        @Override
        public long depth(String queue) {
            return SimulatedBroker.this.depth(queue);
        }

        @Override
        public boolean available() {
            return available;
        }
    }

    /** What a call does that cannot reach the broker. */
    static final class Away extends RuntimeException {
        Away() {
            super("the broker is away");
        }
    }

    /** The network fails: what is on its way in either direction may be lost. */
    void away() {
        available = false;
        outages++;
        takeBack();
    }

    /** Every consumer is made again, and what was asked for and did not come is asked for again. */
    void back() {
        available = true;
        holds.forEach(hold -> hold.wanted = hold.asked);
        queues.keySet().forEach(this::deliver);
    }

    /** Dies by itself, with all live messages; its queues stay. */
    void died() {
        away();
        life++;
        loseLiveMessages();
    }

    private void takeBack() {
        for (int i = holds.size() - 1; i >= 0; i--) {
            holds.get(i).takeBack();
        }
    }

    int consumers() {
        return holds.size();
    }

    /** An outage may lose a message, or only the word that it was taken: it is refused in either case. */
    private boolean taken(String queue, Message message) {
        if (full) {
            return false;
        }
        LinkedList<Message> waiting = queues.get(queue);
        if (waiting != null && (available || time.random().nextBoolean())) {
            waiting.add(message);
            mayExpire(message);
        }
        deliver(queue);
        return waiting != null && available;
    }

    long depth(String queue) {
        expire();
        LinkedList<Message> waiting = queues.get(queue);
        return waiting == null ? -1 : waiting.size();
    }

    Seat seat() {
        return new Seat();
    }

    long total() {
        expire();
        return queues.entrySet().stream()
                        .filter(queue -> !queue.getKey().equals(OrderQueue.OUTCOMES))
                        .mapToLong(queue -> queue.getValue().size())
                        .sum()
                + holds.stream().mapToLong(hold -> hold.out.size()).sum();
    }

    private void mayExpire(Message message) {
        nextExpiry = Math.min(nextExpiry, message.expires);
    }

    private void expire() {
        if (time.nanoTime() < nextExpiry) {
            return;
        }
        nextExpiry = Long.MAX_VALUE;
        List<Message> over = new ArrayList<>();
        queues.forEach((name, waiting) -> waiting.removeIf(message -> {
            boolean expired = message.expires <= time.nanoTime();
            if (!expired) {
                mayExpire(message);
            } else if (!name.startsWith(OrderQueue.REPLIES)) {
                over.add(new Message(message.order, Long.MAX_VALUE, name));
            }
            return expired;
        }));
        queues.get(OrderQueue.EXPIRY).addAll(over);
    }

    private void deliver(String queue) {
        expire();
        for (Hold hold : List.copyOf(holds)) {
            if (hold.queue.equals(queue)) {
                hold.deliver();
            }
        }
    }

    /** Who hears a topic. */
    private record Subscriber(Seat seat, java.util.function.Consumer<byte[]> reader, SimulatedTime.Way way) {}

    private final class Hold implements OrderQueue.Subscription {
        final Seat seat;
        final String queue;
        final String filter;
        final OrderQueue.Consumer consumer;
        final LinkedList<Message> out = new LinkedList<>();
        boolean asked;
        boolean wanted;
        boolean closed;

        Hold(Seat seat, String queue, String filter, OrderQueue.Consumer consumer) {
            this.seat = seat;
            this.queue = queue;
            this.filter = filter;
            this.consumer = consumer;
        }

        @Override
        public void request() {
            time.arrow();
            asked = true;
            if (available) {
                wanted = true;
                time.soon(this::deliver);
            }
        }

        void takeBack() {
            LinkedList<Message> waiting = queues.get(queue);
            if (waiting != null) {
                waiting.addAll(0, out);
                out.forEach(SimulatedBroker.this::mayExpire);
            }
            out.clear();
        }

        void deliver() {
            LinkedList<Message> waiting = queues.get(queue);
            if (!wanted || closed || !available || waiting == null) {
                return;
            }
            expire();
            for (Iterator<Message> messages = waiting.iterator(); messages.hasNext(); ) {
                Message message = messages.next();
                if (matches(message)) {
                    messages.remove();
                    wanted = false;
                    out.add(message);
                    int outage = outages;
                    time.soon(() -> arrive(message, outage));
                    return;
                }
            }
        }

        private boolean matches(Message message) {
            if (filter == null) {
                return true;
            }
            String labels = message.order.labels();
            return labels == null ? filter.contains("IS NULL") : filter.contains("'" + labels + "'");
        }

        private void arrive(Message message, int outage) {
            if (!closed && outage == outages) {
                asked = false;
                Held held = new Held(message, outage, seat, () -> {});
                held.from = this;
                seat.enter(() -> consumer.order(held));
            }
        }

        @Override
        public void close() {
            time.arrow();
            if (!closed) {
                closed = true;
                time.soon(() -> {
                    holds.remove(this);
                    takeBack();
                    SimulatedBroker.this.deliver(queue);
                });
            }
        }
    }

    /** A message out of its queue. */
    private final class Held implements OrderQueue.Delivery {
        private final Message message;
        private final int outage;
        private final Seat seat;
        private final Runnable back;
        Hold from;
        private boolean settled;
        private boolean exchanging;
        private boolean closed;

        Held(Message message, int outage, Seat seat, Runnable back) {
            this.message = message;
            this.outage = outage;
            this.seat = seat;
            this.back = back;
        }

        /** Exchanges of a drain are over before it ends. */
        void closed() {
            closed = true;
            if (!settled && !exchanging) {
                back.run();
            }
        }

        private boolean here() {
            return !settled && (from == null ? !closed : !from.closed && outage == outages);
        }

        private void settle() {
            settled = true;
            if (from != null) {
                from.out.remove(message);
            }
        }

        @Override
        public String orderId() {
            return message.order.orderId();
        }

        @Override
        public byte[] metadata() {
            return message.order.metadata();
        }

        @Override
        public byte[] ticket() {
            return message.order.ticket();
        }

        @Override
        public byte[] body() {
            return message.order.body();
        }

        @Override
        public String expiredIn() {
            return message.from.isEmpty() ? null : message.from;
        }

        @Override
        public void acknowledge(Runnable settled) {
            time.arrow();
            if (here()) {
                settle();
                settled.run();
            }
        }

        @Override
        public boolean exchange(String queue, QueuedOrder successor, OrderQueue.Receipt receipt) {
            if (!here()) {
                return false;
            }
            exchanging = true;
            try {
                time.arrow();
            } catch (SimulatedTime.Death e) {
                exchanging = false;
                throw e;
            }
            Message next = message(successor);
            // Of a drain the whole exchange is one step here; of a consumer with a life of its own the two halves can
            // be torn apart.
            time.soon(() -> {
                exchanging = false;
                boolean alive = !seat.dead;
                if (alive && available && (from == null || here()) && taken(queue, next)) {
                    settle();
                    seat.enter(receipt::stored);
                    return;
                }
                if (from == null) {
                    back.run();
                }
                seat.enter(() -> receipt.refused("not exchanged"));
            });
            return true;
        }
    }
}
