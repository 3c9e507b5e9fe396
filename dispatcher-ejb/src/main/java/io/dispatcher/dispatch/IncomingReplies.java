package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentChannel;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.WorkReply;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Replies of one agent whose bodies are too large to come unasked: each is asked for when there is room for it. Thread-safe, never waits; room is
 * taken and given outside of its monitor, since that tells other agents.
 */
final class IncomingReplies {
    /** Bodies that were asked for, of none of which anything comes so long, are not there any more. */
    private static final long STALLED_NANOS = TimeUnit.SECONDS.toNanos(60);
    /** So long a body may wait for the others of its agent, on a slow network. */
    private static final long OUTRUN_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final AgentChannel channel;
    private final BodyRoom room;
    private final int most;
    private final LongSupplier nanos;
    private final Map<Integer, IncomingReply> byStream = new HashMap<>();
    /** Streams whose body there is room for, and whose agent has not been told. */
    private final Queue<Integer> roomFor = new ArrayDeque<>();

    private long progress;
    private boolean closed;

    /** @param most replies at a time; more would be an agent's mistake, and are passed over until it connects again */
    IncomingReplies(AgentChannel channel, BodyRoom room, int most, LongSupplier nanos) {
        this.channel = channel;
        this.room = room;
        this.most = most;
        this.nanos = nanos;
        this.progress = nanos.getAsLong();
    }

    /**
     * A reply whose body will follow. One that came before on the same stream is forgotten.
     *
     * @throws ProtocolException for a length that no body can have
     */
    void begin(int stream, WorkReply reply, int length) throws ProtocolException {
        IncomingReply incoming = new IncomingReply(reply, length, nanos);
        forget(stream);
        synchronized (this) {
            if (closed || byStream.size() >= most) {
                return;
            }
            byStream.put(stream, incoming);
        }
        incoming.ask(room, () -> askFor(stream));
    }

    private void askFor(int stream) {
        synchronized (roomFor) {
            roomFor.add(stream);
        }
        askForBodies();
    }

    /** As far as the channel takes it; the rest with the next tick. */
    private void askForBodies() {
        synchronized (roomFor) {
            while (!roomFor.isEmpty() && channel.send(Frame.bare(FrameType.SEND_BODY, roomFor.element(), 0))) {
                roomFor.remove();
            }
        }
    }

    /**
     * Takes a part of a body.
     *
     * @return the reply if it is whole now: whoever gets it gives its room back; null also if nobody wants it any more
     * @throws ProtocolException if it was not asked for, or is not as long as was said
     */
    synchronized @Nullable IncomingReply add(Frame part) throws ProtocolException {
        IncomingReply incoming = byStream.get(part.stream());
        if (incoming == null) {
            return null;
        }
        incoming.add(part);
        progress = nanos.getAsLong();
        if (part.more()) {
            return null;
        }
        incoming.checkWhole();
        return byStream.remove(part.stream());
    }

    /** Nobody wants it any more. */
    void forget(int stream) {
        IncomingReply incoming;
        synchronized (this) {
            incoming = byStream.remove(stream);
        }
        if (incoming != null) {
            incoming.leave();
        }
    }

    /** Called every few milliseconds. */
    void tick() {
        askForBodies();
        Queue<IncomingReply> gone = null;
        synchronized (this) {
            long now = nanos.getAsLong();
            long since = now - (progress - now + STALLED_NANOS < 0 ? STALLED_NANOS : OUTRUN_NANOS);
            for (Iterator<IncomingReply> each = byStream.values().iterator(); each.hasNext(); ) {
                IncomingReply incoming = each.next();
                if (incoming.stalledSince(since)) {
                    each.remove();
                    gone = gone == null ? new ArrayDeque<>() : gone;
                    gone.add(incoming);
                }
            }
        }
        if (gone != null) {
            gone.forEach(IncomingReply::leave);
        }
    }

    /** The session has ended. */
    void close() {
        Queue<IncomingReply> lost;
        synchronized (this) {
            closed = true;
            lost = new ArrayDeque<>(byStream.values());
            byStream.clear();
        }
        lost.forEach(IncomingReply::leave);
    }
}
