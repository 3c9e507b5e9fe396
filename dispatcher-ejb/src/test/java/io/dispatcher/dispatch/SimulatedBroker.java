package io.dispatcher.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/**
 * The queues as Artemis keeps them, with every hop taking its time: one order per request, unsettled ones go back in their place. It dies with its
 * node when it is embedded; when it is not, its messages outlive the node, and the network between the two may fail.
 */
final class SimulatedBroker implements OrderQueue {
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
    }

    private record Message(QueuedOrder order, long expires) {}

    /** What a call does that cannot reach the broker. */
    static final class Away extends RuntimeException {
        Away() {
            super("the broker is away");
        }
    }

    /** The node's sessions end without a word; unsettled orders go back, unless the broker was part of it: then all live ones are gone. */
    void nodeDied(boolean embedded) {
        nodeLife++;
        takeBack();
        holds.forEach(hold -> hold.closed = true);
        holds.clear();
        if (embedded) {
            life++;
            queues.values().forEach(LinkedList::clear);
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
        queues.values().forEach(LinkedList::clear);
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
    public void send(String queue, QueuedOrder order, Refused refused) {
        time.arrow();
        sent++;
        Message message = new Message(order, time.nanoTime() + order.timeToLiveMs() * 1_000_000);
        int toLife = life;
        int byNode = nodeLife;
        time.soon(() -> {
            boolean taken = toLife == life && taken(queue, message);
            if (!taken && byNode == nodeLife) {
                refused.refused("not taken");
            } else if (unconfirmed) {
                time.after(Duration.ofSeconds(1), () -> refused.refused("connection lost"));
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
    public void drain(String queue, Consumer consumer) {
        called();
        expire();
        int thisLife = life;
        LinkedList<Message> waiting = queues.getOrDefault(queue, new LinkedList<>());
        for (Message message : List.copyOf(waiting)) {
            if (!message.order.pinned()) {
                waiting.remove(message);
                boolean[] acknowledged = new boolean[1];
                try {
                    consumer.order(new SimulatedDelivery(message, () -> {
                        time.arrow();
                        acknowledged[0] = true;
                    }));
                } finally {
                    if (!acknowledged[0] && thisLife == life) {
                        waiting.add(0, message);
                    }
                }
            }
        }
    }

    @Override
    public long depth(String queue) {
        expire();
        LinkedList<Message> waiting = queues.get(queue);
        return waiting == null ? -1 : waiting.size();
    }

    long total() {
        expire();
        return queues.values().stream().mapToLong(List::size).sum()
                + holds.stream().mapToLong(hold -> hold.out.size()).sum();
    }

    @Override
    public boolean available() {
        return available;
    }

    private void expire() {
        queues.values().forEach(waiting -> waiting.removeIf(message -> message.expires <= time.nanoTime()));
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
                consumer.order(new SimulatedDelivery(message, () -> {
                    time.arrow();
                    if (!closed && outage == outages) {
                        out.remove(message);
                    }
                }));
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

    private record SimulatedDelivery(Message message, Runnable onAcknowledge) implements Delivery {
        @Override
        public String orderId() {
            return message.order.orderId();
        }

        @Override
        public byte[] metadata() {
            return message.order.metadata();
        }

        @Override
        public byte[] body() {
            return message.order.body();
        }

        @Override
        public void acknowledge() {
            onAcknowledge.run();
        }
    }
}
