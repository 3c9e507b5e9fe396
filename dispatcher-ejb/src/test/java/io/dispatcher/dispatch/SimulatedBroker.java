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
final class SimulatedBroker implements OrderQueue {
    private static final Duration MISSED_AFTER = Duration.ofSeconds(15);

    private final SimulatedTime time;
    private final Map<String, LinkedList<Message>> queues = new HashMap<>();
    private final List<Hold> holds = new ArrayList<>();

    /** Of the broker itself, of the node it serves, and of the network between them. */
    private int life;

    private int nodeLife;
    private int outages;

    boolean available = true;
    /** The word that it took a message does not arrive; that it did not, is said a second later. */
    boolean unconfirmed;

    int sent;

    SimulatedBroker(SimulatedTime time) {
        this.time = time;
        queues.put(UNASSIGNED, new LinkedList<>());
        queues.put(OUTCOMES, new LinkedList<>());
        queues.put(DEAD, new LinkedList<>());
        queues.put(EXPIRY, new LinkedList<>());
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
        return queues.get(OUTCOMES).stream().map(Message::order).toList();
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

    /** Hands what has expired to the node that asks. */
    void readExpired(BiConsumer<Delivery, String> reader) {
        if (!available) {
            return;
        }
        expire();
        drain(EXPIRY, Wanted.ALL, delivery -> reader.accept(delivery, delivery.expiredIn()));
    }

    /** What a call does that cannot reach the broker. */
    static final class Away extends RuntimeException {
        Away() {
            super("the broker is away");
        }
    }

    /** The node's sessions end without a word; unsettled orders go back, unless the broker was part of it: then all live ones are gone. */
    void nodeDied(boolean embedded) {
        nodeLife++;
        List<Hold> dead = List.copyOf(holds);
        holds.forEach(hold -> hold.closed = true);
        holds.clear();
        if (embedded) {
            dead.forEach(Hold::takeBack);
        } else {
            // A broker that can be reconnected to keeps what the dead held until it misses them.
            time.after(
                    MISSED_AFTER,
                    () -> dead.forEach(hold -> {
                        hold.takeBack();
                        deliver(hold.queue);
                    }));
        }
        if (embedded) {
            life++;
            loseLiveMessages();
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

    /** Something the node asks of the broker. */
    private void called() {
        time.arrow();
        if (!available) {
            throw new Away();
        }
    }

    int consumers() {
        return holds.size();
    }

    @Override
    public void create(String agentId) {
        called();
        queues.computeIfAbsent(OrderQueue.ofAgent(agentId), name -> new LinkedList<>());
    }

    @Override
    public void remove(String agentId) {
        called();
        queues.remove(OrderQueue.ofAgent(agentId));
    }

    @Override
    public void send(String queue, QueuedOrder order, Receipt receipt) {
        time.arrow();
        sent++;
        Message message = message(order);
        int toLife = life;
        int byNode = nodeLife;
        time.soon(() -> {
            boolean taken = toLife == life && taken(queue, message);
            if (byNode != nodeLife) {
                return;
            }
            if (!taken) {
                receipt.refused("not taken");
            } else if (unconfirmed) {
                time.after(Duration.ofSeconds(1), () -> receipt.refused("connection lost"));
            } else if (order.durable()) {
                receipt.stored();
            }
        });
    }

    /** An outage may lose a message, or only the word that it was taken: it is refused in either case. */
    private boolean taken(String queue, Message message) {
        LinkedList<Message> waiting = queues.get(queue);
        if (waiting != null && (available || time.random().nextBoolean())) {
            waiting.add(message);
        }
        deliver(queue);
        return waiting != null && available;
    }

    @Override
    public Subscription subscribe(String queue, String filter, Consumer consumer) {
        called();
        Hold hold = new Hold(queue, filter, consumer);
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
                Held held = new Held(message, outages, nodeLife, () -> queues.getOrDefault(queue, waiting)
                        .add(0, message));
                try {
                    consumer.order(held);
                } finally {
                    held.closed();
                }
            }
        }
    }

    @Override
    public Set<String> waitingLabels(Set<String> known) {
        called();
        Set<String> labels = new HashSet<>(known);
        queues.get(UNASSIGNED).stream()
                .map(Message::order)
                .filter(QueuedOrder::durable)
                .map(order -> order.labels() == null ? "" : order.labels())
                .filter(label -> !known.contains(label))
                .findFirst()
                .ifPresent(labels::add);
        return labels;
    }

    @Override
    public long depth(String queue) {
        expire();
        LinkedList<Message> waiting = queues.get(queue);
        return waiting == null ? -1 : waiting.size();
    }

    long total() {
        expire();
        return queues.entrySet().stream()
                        .filter(queue -> !queue.getKey().equals(OUTCOMES))
                        .mapToLong(queue -> queue.getValue().size())
                        .sum()
                + holds.stream().mapToLong(hold -> hold.out.size()).sum();
    }

    @Override
    public boolean available() {
        return available;
    }

    private void expire() {
        List<Message> over = new ArrayList<>();
        queues.forEach((name, waiting) -> waiting.removeIf(message -> {
            boolean expired = message.expires <= time.nanoTime();
            if (expired && message.order.durable()) {
                over.add(new Message(message.order, Long.MAX_VALUE, name));
            }
            return expired;
        }));
        queues.get(EXPIRY).addAll(over);
    }

    private void deliver(String queue) {
        expire();
        for (Hold hold : List.copyOf(holds)) {
            if (hold.queue.equals(queue)) {
                hold.deliver();
            }
        }
    }

    private final class Hold implements Subscription {
        final String queue;
        final String filter;
        final Consumer consumer;
        final LinkedList<Message> out = new LinkedList<>();
        boolean asked;
        boolean wanted;
        boolean closed;

        Hold(String queue, String filter, Consumer consumer) {
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
                Held held = new Held(message, outage, nodeLife, () -> {});
                held.from = this;
                consumer.order(held);
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
    private final class Held implements Delivery {
        private final Message message;
        private final int outage;
        private final int byNode;
        private final Runnable back;
        Hold from;
        private boolean settled;
        private boolean exchanging;
        private boolean closed;

        Held(Message message, int outage, int byNode, Runnable back) {
            this.message = message;
            this.outage = outage;
            this.byNode = byNode;
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
        public void acknowledge() {
            time.arrow();
            if (here()) {
                settle();
            }
        }

        @Override
        public boolean exchange(String queue, QueuedOrder successor, Receipt receipt) {
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
                boolean alive = byNode == nodeLife;
                if (alive && available && (from == null || here()) && taken(queue, next)) {
                    settle();
                    receipt.stored();
                    return;
                }
                if (from == null) {
                    back.run();
                }
                if (alive) {
                    receipt.refused("not exchanged");
                }
            });
            return true;
        }
    }
}
