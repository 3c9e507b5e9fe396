package io.dispatcher.ping;

import io.dispatcher.agents.AgentChannel;
import io.dispatcher.agents.AgentWork;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResults;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The pings of one session with an agent. Thread-safe; frames come from one thread at a time. */
final class PingLane implements AgentWork, VantagePoint {
    private final String agentId;
    private final AgentChannel channel;
    private final Consumer<PingLane> whenClosed;
    private final Map<Integer, Sink> byStream = new ConcurrentHashMap<>();
    private final AtomicInteger lastStream = new AtomicInteger();
    private volatile boolean closed;

    PingLane(String agentId, AgentChannel channel, Consumer<PingLane> whenClosed) {
        this.agentId = agentId;
        this.channel = channel;
        this.whenClosed = whenClosed;
    }

    @Override
    public @Nullable Run start(PingOrder order, Sink sink) {
        int stream = lastStream.incrementAndGet();
        byStream.put(stream, sink);
        boolean sent = !closed && channel.send(Frame.of(FrameType.PING, stream, Wire.write(order)));
        // If it is not in the map any more it was told that it is lost.
        if (!sent && byStream.remove(stream) != null) {
            return null;
        }
        return () -> {
            if (byStream.containsKey(stream)) {
                channel.send(Frame.bare(FrameType.PING_CANCEL, stream, 0));
            }
        };
    }

    @Override
    public boolean takes(FrameType type) {
        return type == FrameType.PINGED;
    }

    @Override
    public void frame(Frame frame) throws ProtocolException {
        PingResults results = Wire.read(frame.metadata(), PingResults.class);
        Sink sink = frame.more() ? byStream.get(frame.stream()) : byStream.remove(frame.stream());
        if (sink == null) {
            throw new ProtocolException("PINGED on stream " + frame.stream() + ", where nothing was asked");
        }
        sink.results(results.results());
        if (!frame.more()) {
            sink.ended();
        }
    }

    @Override
    public int inFlight() {
        // They take no place in the credit: an agent pings beside its orders.
        return 0;
    }

    @Override
    public void draining(boolean draining) {
        // What was begun goes on.
    }

    @Override
    public void closed() {
        closed = true;
        whenClosed.accept(this);
        List<Integer> open = new ArrayList<>(byStream.keySet());
        for (Integer stream : open) {
            Sink sink = byStream.remove(stream);
            if (sink != null) {
                sink.lost("agent " + agentId + " was lost");
            }
        }
    }
}
