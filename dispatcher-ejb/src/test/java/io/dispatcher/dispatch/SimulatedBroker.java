package io.dispatcher.dispatch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;

/** The queues as Artemis keeps them, with every hop taking its time: one order per request, unsettled ones go back in their place. */
final class SimulatedBroker implements OrderQueue {
    private final SimulatedTime time;
    private final Map<String, LinkedList<Message>> queues = new HashMap<>();
    private final List<Hold> holds = new ArrayList<>();

    boolean available = true;
    int sent;

    SimulatedBroker(SimulatedTime time) {
        this.time = time;
        queues.put(UNASSIGNED, new LinkedList<>());
    }

    private record Message(QueuedOrder order, long expires) {}

    @Override
    public void create(String agentId) {
        queues.computeIfAbsent(OrderQueue.ofAgent(agentId), name -> new LinkedList<>());
    }

    @Override
    public void remove(String agentId) {
        queues.remove(OrderQueue.ofAgent(agentId));
    }

    @Override
    public void send(String queue, QueuedOrder order, Refused refused) {
        sent++;
        Message message = new Message(order, time.nanoTime() + order.timeToLiveMs() * 1_000_000);
        time.soon(() -> {
            LinkedList<Message> waiting = queues.get(queue);
            if (waiting == null) {
                refused.refused("no such queue");
            } else {
                waiting.add(message);
                deliver(queue);
            }
        });
    }

    @Override
    public Subscription subscribe(String queue, String filter, Consumer consumer) {
        Hold hold = new Hold(queue, filter, consumer);
        holds.add(hold);
        return hold;
    }

    @Override
    public void drain(String queue, Consumer consumer) {
        expire();
        LinkedList<Message> waiting = queues.getOrDefault(queue, new LinkedList<>());
        for (Message message : List.copyOf(waiting)) {
            if (!message.order.pinned()) {
                waiting.remove(message);
                boolean[] acknowledged = new boolean[1];
                consumer.order(new SimulatedDelivery(message, () -> acknowledged[0] = true));
                if (!acknowledged[0]) {
                    waiting.add(0, message);
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
        boolean wanted;
        boolean closed;

        Hold(String queue, String filter, Consumer consumer) {
            this.queue = queue;
            this.filter = filter;
            this.consumer = consumer;
        }

        @Override
        public void request() {
            wanted = true;
            time.soon(this::deliver);
        }

        void deliver() {
            LinkedList<Message> waiting = queues.get(queue);
            if (!wanted || closed || waiting == null) {
                return;
            }
            expire();
            for (Iterator<Message> messages = waiting.iterator(); messages.hasNext(); ) {
                Message message = messages.next();
                if (matches(message)) {
                    messages.remove();
                    wanted = false;
                    out.add(message);
                    time.soon(() -> arrive(message));
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

        private void arrive(Message message) {
            if (!closed) {
                consumer.order(new SimulatedDelivery(message, () -> {
                    if (!closed) {
                        out.remove(message);
                    }
                }));
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                time.soon(() -> {
                    holds.remove(this);
                    LinkedList<Message> waiting = queues.get(queue);
                    if (waiting != null) {
                        waiting.addAll(0, out);
                    }
                    out.clear();
                    deliverOthers();
                });
            }
        }

        private void deliverOthers() {
            SimulatedBroker.this.deliver(queue);
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
