package io.dispatcher.ping;

import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.ProtocolException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Agents of other nodes as vantage points, and this node's for the others. Nothing is stored: an order ends when its agent's node no longer has the agent, or
 * when nobody has said for 15 s that he watches it. Thread-safe; never blocks.
 */
public final class NodePings {
    private static final System.Logger LOG = System.getLogger(NodePings.class.getName());
    private static final long KEEP_NANOS = Duration.ofSeconds(5).toNanos();
    private static final long GIVEN_UP_NANOS = Duration.ofSeconds(15).toNanos();
    /** Ids in one message. */
    private static final int MOST_IDS = 500;

    private final String node;
    private final Post post;
    private final Function<String, @Nullable VantagePoint> connected;
    private final BiPredicate<String, String> isAt;
    private final PingTask.NanoSource nanos;
    private final Map<String, Asked> asked = new ConcurrentHashMap<>();
    private final Map<String, Running> running = new ConcurrentHashMap<>();
    private long lastKept;

    /** The way to other nodes. Must not block; what cannot be sent is lost. */
    @FunctionalInterface
    public interface Post {
        void send(String toNode, byte[] message);
    }

    /** An order of ours at another node. */
    private record Asked(String agentId, String atNode, VantagePoint.Sink sink) {}

    /** An order of another node here. */
    private static final class Running {
        final String forNode;
        volatile long keptAt;
        volatile VantagePoint.@Nullable Run run;

        Running(String forNode, long now) {
            this.forNode = forNode;
            this.keptAt = now;
        }
    }

    /**
     * @param node this node's name
     * @param connected the vantage point of an agent of this node; null: it is not here
     * @param isAt whether an agent is connected with that other node
     */
    NodePings(
            String node,
            Post post,
            Function<String, @Nullable VantagePoint> connected,
            BiPredicate<String, String> isAt,
            PingTask.NanoSource nanos) {
        this.node = node;
        this.post = post;
        this.connected = connected;
        this.isAt = isAt;
        this.nanos = nanos;
    }

    /** An agent that another node has. */
    VantagePoint at(String agentId, String otherNode) {
        return (order, sink) -> start(agentId, otherNode, order, sink);
    }

    private VantagePoint.Run start(String agentId, String otherNode, PingOrder order, VantagePoint.Sink sink) {
        String id = UUID.randomUUID().toString();
        asked.put(id, new Asked(agentId, otherNode, sink));
        post.send(otherNode, PingMail.start(node, id, agentId, order).encode());
        return () -> {
            if (asked.containsKey(id)) {
                post.send(
                        otherNode,
                        PingMail.of(PingMail.CANCEL, node, List.of(id)).encode());
            }
        };
    }

    /** What another node sent to this one; by one thread. */
    public void heard(byte[] message) {
        PingMail mail;
        try {
            mail = PingMail.decode(message);
        } catch (ProtocolException e) {
            LOG.log(Level.WARNING, "a coordinator is not understood: {0}", e.getMessage());
            return;
        }
        switch (mail.kind()) {
            case PingMail.START -> begin(mail);
            case PingMail.CANCEL -> cancel(running.get(mail.id()));
            case PingMail.KEEP -> mail.ids().forEach(this::keep);
            case PingMail.RESULTS, PingMail.ENDED, PingMail.LOST -> told(mail);
            default -> {
                // A newer node's word.
            }
        }
    }

    private void begin(PingMail mail) {
        String id = mail.id();
        VantagePoint here = mail.agentId() == null ? null : connected.apply(mail.agentId());
        Running begun = new Running(mail.node(), nanos.nanoTime());
        running.put(id, begun);
        VantagePoint.Run run =
                here == null || mail.order() == null ? null : here.start(mail.order(), new Back(id, mail.node()));
        if (run == null) {
            running.remove(id);
            String why = "agent " + mail.agentId() + " is not connected";
            post.send(mail.node(), PingMail.lost(node, id, why).encode());
            return;
        }
        begun.run = run;
    }

    private static void cancel(@Nullable Running order) {
        VantagePoint.Run run = order == null ? null : order.run;
        if (run != null) {
            run.cancel();
        }
    }

    private void keep(String id) {
        Running order = running.get(id);
        if (order != null) {
            order.keptAt = nanos.nanoTime();
        }
    }

    private void told(PingMail mail) {
        boolean last = !mail.kind().equals(PingMail.RESULTS);
        Asked order = last ? asked.remove(mail.id()) : asked.get(mail.id());
        if (order == null) {
            return;
        }
        order.sink.results(mail.results());
        if (mail.kind().equals(PingMail.ENDED)) {
            order.sink.ended();
        } else if (last) {
            order.sink.lost(String.valueOf(mail.why()));
        }
    }

    /** Call about once a second, one call at a time. */
    void tick() {
        long now = nanos.nanoTime();
        running.values().stream()
                .filter(order -> now - order.keptAt > GIVEN_UP_NANOS)
                .forEach(NodePings::cancel);
        asked.forEach((id, order) -> {
            if (!isAt.test(order.agentId, order.atNode) && asked.remove(id) != null) {
                order.sink.lost("agent " + order.agentId + " was lost");
            }
        });
        if (now - lastKept >= KEEP_NANOS) {
            lastKept = now;
            sayThatTheyAreWatched();
        }
    }

    private void sayThatTheyAreWatched() {
        Map<String, List<String>> byNode = asked.entrySet().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.getValue().atNode, Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        byNode.forEach((otherNode, ids) -> {
            for (int first = 0; first < ids.size(); first += MOST_IDS) {
                List<String> some = ids.subList(first, Math.min(ids.size(), first + MOST_IDS));
                post.send(otherNode, PingMail.of(PingMail.KEEP, node, some).encode());
            }
        });
    }

    /** Sends what an order of another node comes to back to it. */
    private final class Back implements VantagePoint.Sink {
        private final String id;
        private final String toNode;

        Back(String id, String toNode) {
            this.id = id;
            this.toNode = toNode;
        }

        @Override
        public void results(List<PingResult> results) {
            post.send(toNode, PingMail.results(node, id, results, false).encode());
        }

        @Override
        public void ended() {
            running.remove(id);
            post.send(toNode, PingMail.results(node, id, List.of(), true).encode());
        }

        @Override
        public void lost(String why) {
            running.remove(id);
            post.send(toNode, PingMail.lost(node, id, why).encode());
        }
    }
}
