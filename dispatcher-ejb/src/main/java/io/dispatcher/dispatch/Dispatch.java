package io.dispatcher.dispatch;

import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way, at the node that accepted it. Its state only moves forward, but for a repeatable order whose agent was lost: that
 * is queued again. Thread-safe by its own monitor, held for moments; nothing is called while holding it.
 */
public final class Dispatch {
    /** Where it stands; what may happen to it follows from that. */
    enum Phase {
        /** In a queue, surely not begun by anyone: free to move, to expire, to be cancelled. */
        QUEUED,
        /** Given to a socket: possibly begun (ARCHITECTURE D1). */
        HANDED,
        /** Answered or failed; final. */
        ENDED
    }

    private final UUID id;
    private final String orderId;
    private final DispatchKind kind;
    private final ExecuteRequest request;
    private final @Nullable String caller;
    private final @Nullable UUID replayOf;
    private final DispatchWaits waits;
    private final Instant accepted;
    private final long acceptedNanos;
    private final OutcomeListener listener;
    private final List<DispatchRecord.Hop> hops = new ArrayList<>(6);

    private Phase phase = Phase.QUEUED;
    private @Nullable PooledAddress address;
    private @Nullable String queue;
    private @Nullable AgentLane lane;
    private int stream;
    private int attempts;
    private long queuedNanos;
    private long handedNanos;
    private boolean acknowledged;
    private long lostNanos;
    private boolean lost;
    private boolean sawAgent;
    private long endedNanos;
    private @Nullable Outcome outcome;

    Dispatch(
            UUID id,
            DispatchKind kind,
            ExecuteRequest request,
            @Nullable String caller,
            @Nullable UUID replayOf,
            DispatchWaits waits,
            Instant accepted,
            long acceptedNanos,
            OutcomeListener listener) {
        this.id = id;
        this.orderId = id.toString();
        this.kind = kind;
        this.request = request;
        this.caller = caller;
        this.replayOf = replayOf;
        this.waits = waits;
        this.accepted = accepted;
        this.acceptedNanos = acceptedNanos;
        this.listener = listener;
    }

    public UUID id() {
        return id;
    }

    String orderId() {
        return orderId;
    }

    public ExecuteRequest request() {
        return request;
    }

    public DispatchKind kind() {
        return kind;
    }

    public @Nullable UUID replayOf() {
        return replayOf;
    }

    @Nullable
    String caller() {
        return caller;
    }

    DispatchWaits waits() {
        return waits;
    }

    long acceptedNanos() {
        return acceptedNanos;
    }

    public synchronized int attempts() {
        return Math.max(1, attempts);
    }

    public synchronized @Nullable String agentId() {
        if (outcome instanceof Outcome.Answered answered) {
            return answered.agentId();
        }
        return address == null ? null : address.agentId();
    }

    /** From accepted to handed over, or to the end if it never was, in milliseconds. */
    public synchronized double queueMs() {
        return (queuedNanos == 0 ? endedNanos - acceptedNanos : queuedNanos) / 1e6;
    }

    /** From accepted to ended, in milliseconds. Only after the end. */
    public synchronized double durationMs() {
        return (endedNanos - acceptedNanos) / 1e6;
    }

    synchronized boolean ended() {
        return phase == Phase.ENDED;
    }

    /** In a queue, and no agent was chosen. */
    synchronized boolean unassigned() {
        return phase == Phase.QUEUED && address == null;
    }

    /** Chosen for this address; its turn and load are counted from now on. */
    synchronized void assigned(PooledAddress chosen, long nowNanos) {
        release(false);
        address = chosen;
        sawAgent = true;
        hop("queued", nowNanos, chosen.agentId());
    }

    /** In a queue, for no address yet. */
    synchronized void unassigned(long nowNanos, String in) {
        release(false);
        address = null;
        queue = in;
        hop("queued", nowNanos, in);
    }

    /** Where it waits; null if it does not. */
    synchronized @Nullable Place place() {
        if (phase != Phase.QUEUED) {
            return null;
        }
        if (address != null) {
            return new Place(OrderQueue.ofAgent(address.agentId()), address.address());
        }
        return queue == null ? null : new Place(queue, null);
    }

    private void release(boolean failed) {
        if (address != null) {
            address.ended(failed);
        }
    }

    /**
     * About to be written to an agent's socket.
     *
     * @return the milliseconds the agent may still wait before beginning; 0: it must not be written (ended, its time is over, or another copy
     *     of it was)
     */
    synchronized int hand(AgentLane to, int onStream, long nowNanos) {
        long left = (acceptedNanos + waits.queueNanos() - nowNanos) / 1_000_000;
        if (phase == Phase.ENDED || left <= 0 || (phase == Phase.HANDED && !lost)) {
            return 0;
        }
        phase = Phase.HANDED;
        lane = to;
        stream = onStream;
        attempts++;
        handedNanos = nowNanos;
        queuedNanos = nowNanos - acceptedNanos;
        acknowledged = false;
        lost = false;
        hop("handed", nowNanos, to.agentId());
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** The stream it is in flight on with this lane; 0 if it is not. */
    synchronized int streamOn(AgentLane by) {
        return phase == Phase.HANDED && lane == by ? stream : 0;
    }

    /** The socket took nothing of it. */
    synchronized void takenBack() {
        if (phase == Phase.HANDED) {
            phase = Phase.QUEUED;
            lane = null;
            attempts--;
        }
    }

    /** The agent works on it since before this session: wait for its reply here. */
    synchronized void adopted(AgentLane by, int onStream, long nowNanos) {
        if (phase != Phase.ENDED) {
            phase = Phase.HANDED;
            lane = by;
            stream = onStream;
            acknowledged = true;
            lost = false;
            hop("acknowledged", nowNanos, "remembered by " + by.agentId());
        }
    }

    synchronized void acknowledged(long nowNanos) {
        if (!acknowledged) {
            acknowledged = true;
            hop("acknowledged", nowNanos, null);
        }
    }

    /** The session it was handed to is over, the answer may still come. */
    synchronized void lost(long nowNanos) {
        if (phase == Phase.HANDED) {
            lane = null;
            lost = true;
            lostNanos = nowNanos;
            hop("agent lost", nowNanos, agentId());
        }
    }

    /** Whether it may be given to another agent now (ARCHITECTURE D1). */
    synchronized boolean movable() {
        return phase == Phase.QUEUED || (phase == Phase.HANDED && lost && request.repeatable());
    }

    /** Back to the queues for another agent; only if {@link #movable()}. */
    synchronized void requeued(long nowNanos, String reason) {
        phase = Phase.QUEUED;
        lost = false;
        hop("requeued", nowNanos, reason);
    }

    /** How long it has been waiting since it was accepted; 0 if it is in no queue. */
    synchronized long waitedNanos(long nowNanos) {
        return phase == Phase.QUEUED ? nowNanos - acceptedNanos : 0;
    }

    synchronized void sawAgent() {
        sawAgent = true;
    }

    /** What its clocks say: the failure it must end with now, or null while it may go on. */
    synchronized @Nullable Failure overdue(long nowNanos) {
        return switch (phase) {
            case ENDED -> null;
            case QUEUED -> queueOverdue(nowNanos);
            case HANDED -> handedOverdue(nowNanos);
        };
    }

    private @Nullable Failure queueOverdue(long nowNanos) {
        long waited = nowNanos - acceptedNanos;
        if (!sawAgent && attempts == 0 && waited >= waits.agentNanos()) {
            return new Failure(
                    FailureType.NO_AGENT_AVAILABLE,
                    "no matching agent was connected for " + seconds(waits.agentNanos()) + " s; it was never sent");
        }
        if (attempts > 0 && waited >= waits.queueNanos()) {
            return new Failure(
                    FailureType.AGENT_LOST,
                    "an agent was lost after it may have begun and no other had room in time; the outcome is unknown");
        }
        if (waited >= waits.queueNanos()) {
            return new Failure(
                    FailureType.EXPIRED,
                    "no agent had room for it within " + seconds(waits.queueNanos()) + " s; it was never sent");
        }
        return null;
    }

    private @Nullable Failure handedOverdue(long nowNanos) {
        if (lost) {
            boolean graceOver = nowNanos - lostNanos >= waits.graceNanos();
            boolean replyOver = nowNanos - handedNanos >= waits.replyNanos();
            boolean repeatableOver = request.repeatable() && nowNanos - acceptedNanos >= waits.queueNanos();
            return (request.repeatable() ? repeatableOver : graceOver || replyOver)
                    ? new Failure(
                            FailureType.AGENT_LOST,
                            "agent " + agentId() + " was lost after it may have begun; the outcome is unknown")
                    : null;
        }
        if (!acknowledged && nowNanos - handedNanos >= waits.ackNanos()) {
            return new Failure(
                    FailureType.ACK_TIMEOUT,
                    "agent " + agentId() + " did not acknowledge within " + seconds(waits.ackNanos()) + " s");
        }
        if (nowNanos - handedNanos >= waits.replyNanos()) {
            return new Failure(
                    FailureType.REPLY_TIMEOUT,
                    "agent " + agentId() + " did not answer within " + seconds(waits.replyNanos()) + " s");
        }
        return null;
    }

    private static String seconds(long nanos) {
        double seconds = nanos / 1e9;
        return seconds == Math.rint(seconds) ? Long.toString((long) seconds) : Double.toString(seconds);
    }

    /** An end that its clocks call for; a race with an answer is decided here. */
    @Nullable
    Ended overdueEnd(long nowNanos) {
        synchronized (this) {
            Failure failure = overdue(nowNanos);
            return failure == null ? null : end(new Outcome.Failed(failure), nowNanos);
        }
    }

    /** The end of one that the broker did not take; null if an agent has it all the same: only the broker's word was lost. */
    synchronized @Nullable Ended refused(String reason, long nowNanos) {
        if (phase != Phase.QUEUED) {
            return null;
        }
        Outcome how = attempts > 0
                ? Outcome.failed(
                        FailureType.AGENT_LOST,
                        "an agent was lost after it may have begun, and the broker did not take it for another: "
                                + reason)
                : Outcome.failed(FailureType.UNAVAILABLE, "the broker did not take it: " + reason);
        return end(how, nowNanos);
    }

    /**
     * Ends it, once.
     *
     * @return what to do next; null if it had ended already
     */
    synchronized @Nullable Ended end(Outcome how, long nowNanos) {
        if (phase == Phase.ENDED) {
            return null;
        }
        phase = Phase.ENDED;
        outcome = how;
        endedNanos = nowNanos;
        hop(
                "answered",
                nowNanos,
                how instanceof Outcome.Failed failed ? failed.failure().type().tag() : null);
        release(how instanceof Outcome.Failed);
        return new Ended(this, how, lane, stream);
    }

    private void hop(String name, long nowNanos, @Nullable String detail) {
        hops.add(new DispatchRecord.Hop(name, (nowNanos - acceptedNanos) / 1e6, detail));
    }

    /** What listeners get. Only after the end. */
    synchronized DispatchRecord story() {
        WorkReply reply = outcome instanceof Outcome.Answered answered ? answered.reply() : null;
        byte[] body = outcome instanceof Outcome.Answered answered ? answered.body() : new byte[0];
        return new DispatchRecord(
                id,
                kind,
                accepted,
                caller,
                agentId(),
                reply != null && reply.sourceAddress() != null
                        ? reply.sourceAddress()
                        : address == null ? null : address.address(),
                request.method(),
                request.uri().toString(),
                reply == null ? null : reply.statusCode(),
                outcome instanceof Outcome.Failed failed ? failed.failure() : null,
                queueMs(),
                durationMs(),
                attempts(),
                replayOf,
                new DispatchRecord.RequestPart(
                        request.headers(),
                        request.body(),
                        request.timeout(),
                        request.followRedirects(),
                        request.verifyTls()),
                reply == null
                        ? null
                        : new DispatchRecord.ResponsePart(
                                String.valueOf(reply.httpVersion()),
                                reply.headers(),
                                body,
                                reply.bodyTruncated(),
                                reply.sizeBytes()),
                reply == null ? WorkTimings.NONE : reply.timings(),
                List.copyOf(hops));
    }

    OutcomeListener listener() {
        return listener;
    }

    /** A queue, and the address it waits there for, if one was chosen. */
    record Place(String queue, @Nullable String sourceAddress) {}

    /** A dispatch that has just ended, and the lane that held it, if one did. */
    record Ended(
            Dispatch dispatch, Outcome outcome, @Nullable AgentLane lane, int stream) {}
}
