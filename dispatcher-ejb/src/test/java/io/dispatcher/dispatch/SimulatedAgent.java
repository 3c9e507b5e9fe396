package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentChannel;
import io.dispatcher.agents.AgentSession;
import io.dispatcher.protocol.AgentAddress;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import io.dispatcher.protocol.KnownOrder;
import io.dispatcher.protocol.OrderRef;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkFailure;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An agent as the protocol wants it (ARCHITECTURE D2): notes an order before it begins, keeps unconfirmed replies, never begins twice what it
 * remembers. Its memory survives a kill, nothing else does.
 */
final class SimulatedAgent {
    enum Step {
        BEGUN,
        FINISHED
    }

    private final String id;
    private final int credit;
    private final List<String> addresses;
    private final Map<String, String> labels;
    private final SimulatedTime time;
    private final Supplier<SimulatedNode> nodes;
    private final Consumer<WorkOrder> target;
    private final Map<String, Step> memory = new LinkedHashMap<>();
    private final Map<String, WorkReply> replies = new HashMap<>();
    private final Map<String, WorkOrder> running = new HashMap<>();
    private Map<String, Integer> streams = new HashMap<>();
    private int instance;
    private int life;
    private int link;
    private SimulatedNode node;
    private SimulatedTime.Way toNode;
    private AgentSession session;
    private boolean connected;

    Duration workTime = Duration.ofMillis(3);
    /** Most orders worked on at once. */
    int mostRunning;
    /** A black hole takes orders and does nothing. */
    boolean blackHole;

    SimulatedAgent(
            String id,
            int credit,
            List<String> addresses,
            Map<String, String> labels,
            SimulatedTime time,
            Supplier<SimulatedNode> nodes,
            Consumer<WorkOrder> target) {
        this.id = id;
        this.credit = credit;
        this.addresses = addresses;
        this.labels = labels;
        this.time = time;
        this.nodes = nodes;
        this.target = target;
    }

    String id() {
        return id;
    }

    /** Called once: heartbeats while it is connected. */
    void beat() {
        time.every(Duration.ofSeconds(5), () -> {
            if (connected && session != null) {
                say(Frame.bare(FrameType.HEARTBEAT, 0, running.size()));
            }
        });
    }

    void start() {
        instance++;
        life++;
        connect();
    }

    /** {@code kill -9}: only the memory stays; the node notices a little later. */
    void kill() {
        life++;
        running.clear();
        cut();
    }

    /** The connection breaks, the agent goes on. */
    void cut() {
        link++;
        connected = false;
        AgentSession broken = session;
        if (broken != null) {
            SimulatedNode of = node;
            session = null;
            time.soon(() -> of.run(() -> broken.ended("cut")));
        }
    }

    /** The node's process was killed: its last words may still arrive, then the connection is reset. */
    void nodeDied(SimulatedNode died) {
        int thisLink = link;
        if (node != died) {
            return;
        }
        time.soon(() -> {
            if (thisLink == link && connected) {
                dropped();
            }
        });
    }

    /** The other side ended the connection: tries again, until there is a node. */
    private void dropped() {
        int thisLink = ++link;
        int thisLife = life;
        connected = false;
        time.after(Duration.ofMillis(50 + time.random().nextInt(250)), () -> {
            if (thisLink == link && thisLife == life) {
                connect();
            }
        });
    }

    void connect() {
        int thisLink = ++link;
        node = nodes.get();
        if (!node.alive()) {
            dropped();
            return;
        }
        streams = new HashMap<>();
        toNode = time.new Way();
        connected = true;
        session = node.directory.open(new Channel(thisLink), node.dispatcher, null);
        Hello hello = new Hello(
                id,
                id + "-" + instance,
                "simulated",
                labels,
                new Inventory(
                        addresses.stream()
                                .map(address -> new AgentAddress(address, "ipv6", "configured"))
                                .toList(),
                        List.of(),
                        List.of("http"),
                        List.of()),
                credit,
                memory.entrySet().stream()
                        .map(known -> new KnownOrder(
                                known.getKey(), running.containsKey(known.getKey()), known.getValue() == Step.FINISHED))
                        .toList());
        say(Frame.of(FrameType.HELLO, 0, Wire.write(hello)));
    }

    private void say(Frame frame) {
        int thisLink = link;
        AgentSession to = session;
        SimulatedNode of = node;
        toNode.send(() -> {
            if (thisLink == link && connected) {
                of.run(() -> heardBy(to, frame));
            }
        });
    }

    private static void heardBy(AgentSession session, Frame frame) {
        try {
            session.message(FrameCodec.encode(frame));
        } catch (SimulatedBroker.Away e) {
            session.close(CloseCode.GOING_AWAY, e.getMessage());
        }
    }

    private void hear(Frame frame) throws ProtocolException {
        switch (frame.type()) {
            case WELCOME -> replies.keySet().forEach(this::resend);
            case ORDER -> order(Wire.read(frame.metadata(), WorkOrder.class), frame.stream());
            case CONFIRM ->
                forget(
                        frame.stream() == 0
                                ? Wire.read(frame.metadata(), OrderRef.class).orderId()
                                : byStream(frame.stream()));
            case CANCEL -> cancel(byStream(frame.stream()));
            default -> {}
        }
    }

    private void resend(String orderId) {
        say(Frame.of(FrameType.REPLY, -1, Wire.write(replies.get(orderId))));
    }

    private String byStream(int stream) {
        return streams.entrySet().stream()
                .filter(entry -> entry.getValue() == stream)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private void order(WorkOrder order, int stream) {
        streams.put(order.orderId(), stream);
        if (blackHole) {
            return;
        }
        if (memory.containsKey(order.orderId())) {
            say(Frame.bare(FrameType.ACK, stream, 0));
            again(order.orderId());
            return;
        }
        if (running.size() >= credit) {
            throw new AssertionError("agent " + id + " was given more than its credit of " + credit);
        }
        memory.put(order.orderId(), Step.BEGUN);
        running.put(order.orderId(), order);
        mostRunning = Math.max(mostRunning, running.size());
        say(Frame.bare(FrameType.ACK, stream, 0));
        int thisLife = life;
        time.soon(() -> inLife(thisLife, () -> begin(order, thisLife)));
    }

    private void again(String orderId) {
        if (!running.containsKey(orderId) && memory.get(orderId) == Step.BEGUN) {
            WorkFailure lost = new WorkFailure("agent-lost", "the agent had begun this and was restarted");
            memory.put(orderId, Step.FINISHED);
            replies.put(orderId, WorkReply.failed(orderId, lost, null, WorkTimings.NONE));
        }
        if (memory.get(orderId) == Step.FINISHED) {
            resend(orderId);
        }
    }

    private void begin(WorkOrder order, int thisLife) {
        if (!running.containsKey(order.orderId())) {
            return;
        }
        target.accept(order);
        time.after(workTime, () -> inLife(thisLife, () -> finish(order, thisLife)));
    }

    private void finish(WorkOrder order, int thisLife) {
        if (running.remove(order.orderId()) == null) {
            return;
        }
        WorkReply reply = new WorkReply(
                order.orderId(),
                null,
                order.sourceAddress(),
                200,
                "HTTP/1.1",
                List.of(),
                false,
                2,
                WorkTimings.NONE,
                null);
        memory.put(order.orderId(), Step.FINISHED);
        replies.put(order.orderId(), reply);
        time.soon(() -> inLife(thisLife, () -> {
            if (connected && replies.containsKey(order.orderId())) {
                Integer stream = streams.get(order.orderId());
                say(Frame.of(FrameType.REPLY, stream == null ? -1 : stream, Wire.write(reply)));
            }
        }));
    }

    private void cancel(String orderId) {
        running.remove(orderId);
        forget(orderId);
    }

    private void forget(String orderId) {
        memory.remove(orderId);
        replies.remove(orderId);
    }

    private void inLife(int thisLife, Runnable step) {
        if (thisLife == life) {
            step.run();
        }
    }

    Map<String, Step> memory() {
        return memory;
    }

    int running() {
        return running.size();
    }

    int credit() {
        return credit;
    }

    private final class Channel implements AgentChannel {
        private final int onLink;
        private final SimulatedTime.Way way = time.new Way();

        Channel(int onLink) {
            this.onLink = onLink;
        }

        @Override
        public boolean send(Frame frame) {
            time.arrow();
            if (onLink != link || !connected) {
                // The node has not noticed yet: the bytes go nowhere, as with a real socket.
                return true;
            }
            ByteBuffer bytes = FrameCodec.encode(frame);
            way.send(() -> {
                if (onLink == link && connected) {
                    try {
                        for (Frame heard : FrameCodec.decode(bytes.duplicate())) {
                            hear(heard);
                        }
                    } catch (ProtocolException e) {
                        throw new AssertionError(e);
                    }
                }
            });
            return true;
        }

        @Override
        public boolean sendSoon(Frame frame) {
            return send(frame);
        }

        @Override
        public void flush() {
            // Nothing waits here.
        }

        @Override
        public void probe() {
            // Says nothing to an agent.
        }

        @Override
        public void close(CloseCode code, String reason) {
            time.arrow();
            if (onLink == link) {
                dropped();
            }
        }
    }
}
