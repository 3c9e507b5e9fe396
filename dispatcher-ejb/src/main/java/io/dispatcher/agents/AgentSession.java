package io.dispatcher.agents;

import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameCodec;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Welcome;
import io.dispatcher.protocol.Wire;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One agent's connection with this node, from the opened socket to its end. Messages are given to it by one thread at a time; everything else
 * may come from any thread.
 */
public final class AgentSession {
    /** Both sides send a heartbeat this often and take silence of three times as long for death. */
    public static final int HEARTBEAT_MS = 5_000;

    private static final System.Logger LOG = System.getLogger(AgentSession.class.getName());
    private static final String STOPS = "this coordinator stops, others are there";
    private static final int MAX_LABELS = 32;
    private static final int MAX_ADDRESSES = 20_000;
    private static final int MAX_CREDIT = 100_000;

    private final AgentChannel channel;
    private final AgentDirectory directory;
    private final AgentWork.Factory works;
    private final @Nullable String boundTo;
    private final BooleanSupplier admitted;
    private volatile SessionState state = new SessionState.Connecting();
    private volatile @Nullable Hello hello;
    private volatile @Nullable AgentWork work;
    private volatile long lastHeardNanos;

    /**
     * A session before its HELLO.
     *
     * @param boundTo the only agent id the caller's token may use; null: any
     * @param admitted whether that token is still valid
     */
    AgentSession(
            AgentChannel channel,
            AgentDirectory directory,
            AgentWork.Factory works,
            @Nullable String boundTo,
            BooleanSupplier admitted,
            long nowNanos) {
        this.channel = channel;
        this.directory = directory;
        this.works = works;
        this.boundTo = boundTo;
        this.admitted = admitted;
        this.lastHeardNanos = nowNanos;
    }

    /** Takes one WebSocket message; anything that is not in order ends the session with a reason. */
    public void message(ByteBuffer message) {
        try {
            lastHeardNanos = directory.nanoTime();
            List<Frame> frames = FrameCodec.decode(message);
            for (Frame frame : frames) {
                if (state instanceof SessionState.Closed) {
                    return;
                }
                frame(frame);
            }
        } catch (ProtocolException e) {
            String reason = String.valueOf(e.getMessage());
            LOG.log(Level.WARNING, "agent {0}: bad frame: {1}", agentId(), reason);
            close(CloseCode.BAD_FRAME, reason);
        }
    }

    private void frame(Frame frame) throws ProtocolException {
        AgentWork current = work;
        if (current == null) {
            if (frame.type() != FrameType.HELLO) {
                throw new ProtocolException(frame.type() + " before HELLO");
            }
            hello(Wire.read(frame.metadata(), Hello.class));
            return;
        }
        switch (frame.type()) {
            case HEARTBEAT -> {}
            case INVENTORY -> directory.offered(this, checked(Wire.read(frame.metadata(), Inventory.class)));
            case DRAIN -> drain();
            default -> {
                if (!current.takes(frame.type())) {
                    throw new ProtocolException(frame.type() + " is not for a node");
                }
                current.frame(frame);
            }
        }
    }

    private void hello(Hello said) throws ProtocolException {
        check(said);
        if (boundTo != null && !boundTo.equals(said.agentId())) {
            close(CloseCode.NOT_YOUR_ID, "the token is for agent " + boundTo);
            return;
        }
        if (directory.handingOver()) {
            close(CloseCode.GOING_AWAY, STOPS);
            return;
        }
        hello = said;
        if (!directory.claim(this, said)) {
            hello = null;
            close(CloseCode.ID_IN_USE, "agent " + said.agentId() + " is connected already");
            return;
        }
        channel.send(Frame.of(FrameType.WELCOME, 0, Wire.write(new Welcome(directory.node(), HEARTBEAT_MS))));
        if (begin(works.open(said, channel))) {
            directory.welcomed(this);
        } else {
            // The end that came first may have found no agent to disconnect yet.
            directory.ended(this, "closed while it was welcomed");
        }
    }

    /** Starts the work unless the socket was closed meanwhile, by another thread: the work would never end. */
    private boolean begin(AgentWork opened) {
        synchronized (this) {
            if (state instanceof SessionState.Connecting connecting) {
                work = opened;
                state = connecting.welcomed();
                return true;
            }
        }
        opened.closed();
        return false;
    }

    private static void check(Hello said) throws ProtocolException {
        if (!Names.isAgentId(said.agentId())) {
            throw new ProtocolException(
                    "agent_id must match " + Names.ID.pattern() + " and not be " + Names.COORDINATOR);
        }
        if (said.instanceId().isEmpty() || said.instanceId().length() > 64) {
            throw new ProtocolException("instance_id must have 1 to 64 characters");
        }
        if (said.maxInFlight() < 1 || said.maxInFlight() > MAX_CREDIT) {
            throw new ProtocolException("max_in_flight must be 1 to " + MAX_CREDIT);
        }
        if (said.labels().size() > MAX_LABELS) {
            throw new ProtocolException("at most " + MAX_LABELS + " labels");
        }
        for (Map.Entry<String, String> label : said.labels().entrySet()) {
            if (!Names.isId(label.getKey()) || !Names.isId(label.getValue())) {
                throw new ProtocolException("label names and values must match " + Names.ID.pattern());
            }
        }
        checked(said.inventory());
    }

    private static Inventory checked(Inventory inventory) throws ProtocolException {
        if (inventory.addresses().size() > MAX_ADDRESSES || inventory.prefixes().size() > MAX_ADDRESSES) {
            throw new ProtocolException("at most " + MAX_ADDRESSES + " addresses");
        }
        return inventory;
    }

    /** The agent asked to finish, or an operator asks it to. */
    void drain() {
        synchronized (this) {
            if (!(state instanceof SessionState.Ready ready)) {
                return;
            }
            state = ready.drain();
        }
        tellWork(true);
        directory.changed(this);
    }

    /** No new orders; with the last one done the agent is sent to another node. */
    void handOver() {
        if (state instanceof SessionState.Closed) {
            return;
        }
        tellWork(true);
        if (inFlight() == 0) {
            close(CloseCode.GOING_AWAY, STOPS);
        }
    }

    void operatorDrains(boolean draining) {
        channel.send(Frame.bare(draining ? FrameType.DRAIN : FrameType.RESUME, 0, 0));
        tellWork(draining);
    }

    private void tellWork(boolean draining) {
        AgentWork current = work;
        if (current != null) {
            current.draining(draining);
        }
    }

    /** Called every {@link #HEARTBEAT_MS}. */
    void heartbeat(long nowNanos) {
        if (!admitted.getAsBoolean()) {
            LOG.log(Level.WARNING, "agent {0}: its token was revoked or has expired", agentId());
            close(CloseCode.NO_TOKEN, "the token was revoked or has expired");
        } else if (nowNanos - lastHeardNanos > 3L * HEARTBEAT_MS * 1_000_000L) {
            close(CloseCode.GOING_AWAY, "no heartbeat for " + 3 * HEARTBEAT_MS + " ms");
        } else if (work != null) {
            channel.send(Frame.bare(FrameType.HEARTBEAT, 0, inFlight()));
        } else {
            // Before WELCOME the agent takes a heartbeat for a broken protocol. And only writing finds out about a
            // connection that was cut while it was upgraded: of that the container (Tyrus 2.1) tells nobody.
            channel.probe();
        }
    }

    public void close(CloseCode code, String reason) {
        channel.close(code, reason);
        ended(reason);
    }

    /** The socket is closed, by whomever. Idempotent. */
    public void ended(String cause) {
        synchronized (this) {
            if (state instanceof SessionState.Closed) {
                return;
            }
            state = new SessionState.Closed(cause);
        }
        AgentWork current = work;
        if (current != null) {
            current.closed();
        }
        directory.ended(this, cause);
    }

    SessionState state() {
        return state;
    }

    @Nullable
    Hello hello() {
        return hello;
    }

    @Nullable
    String agentId() {
        Hello said = hello;
        return said == null ? null : said.agentId();
    }

    int inFlight() {
        AgentWork current = work;
        return current == null ? 0 : current.inFlight();
    }

    int maxInFlight() {
        Hello said = hello;
        return said == null ? 0 : said.maxInFlight();
    }
}
