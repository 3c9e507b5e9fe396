package io.dispatcher.dispatch;

import io.dispatcher.agents.selection.PooledAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way, at the node that accepted it or at one that took up its order. Its state only moves forward, but for a repeatable order
 * whose agent was lost: that is queued again. Thread-safe by its own monitor, held for moments; nothing is called while holding it.
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

    /** For the way of another node's message to this one. */
    private static final long AWAY_SLACK_NANOS = 2_000_000_000L;

    /** From the end of a streamed answer to the agent's word on it. */
    private static final long LAST_WORD_NANOS = 10_000_000_000L;

    /** A broker ends the wait of what it knows by itself; this is for its message. */
    private static final long GONE_SLACK_NANOS = 5_000_000_000L;

    private static final String ACKNOWLEDGED = "acknowledged";

    private final DispatchTicket ticket;
    private final String orderId;
    private final boolean byMessage;
    /** Gone once told: a client of a broker keeps what it sent, and so this, until the broker has confirmed more. */
    private volatile @Nullable OutcomeListener listener;

    private final List<DispatchRecord.Hop> hops;

    private Phase phase = Phase.QUEUED;
    private @Nullable PooledAddress address;
    private @Nullable String queue;
    private @Nullable AgentLane lane;
    private int stream;
    private int attempts;
    private long queuedNanos;
    private long handedNanos;
    private boolean acknowledged;
    private @Nullable String upstreamReqId;
    private long streamedBytes = DispatchRecord.UNKNOWN_SIZE;
    private boolean answering;
    private boolean answerOver;
    private long answerOverNanos;
    private long lostNanos;
    private boolean lost;
    private boolean messageLost;
    private boolean refused;
    private boolean sawAgent;
    private long endedNanos;
    private boolean doubtful;
    private boolean away;
    private boolean counted;
    private @Nullable Outcome outcome;
    private @Nullable DispatchRecord story;

    /** @param listener the caller who waits here; null: whoever reads the message that tells its outcome */
    Dispatch(DispatchTicket ticket, @Nullable OutcomeListener listener) {
        this.ticket = ticket;
        this.orderId = ticket.id().toString();
        this.byMessage = listener == null;
        this.listener = listener;
        this.hops = new ArrayList<>(Math.max(6, ticket.hops().size() + 4));
        this.hops.addAll(ticket.hops());
        this.attempts = ticket.attempts();
        this.doubtful = ticket.doubtful();
    }

    public UUID id() {
        return ticket.id();
    }

    String orderId() {
        return orderId;
    }

    DispatchTicket ticket() {
        return ticket;
    }

    public ExecuteRequest request() {
        return ticket.request();
    }

    /** Its order outlives this process. */
    boolean durable() {
        return ticket.durable();
    }

    /** Its outcome is told by a message that takes the place of its order's; nobody waits here. */
    boolean byMessage() {
        return byMessage;
    }

    /** Its story is told here: where its caller waits, or where a durable one was executed. */
    boolean recordedHere() {
        return durable() || !byMessage();
    }

    DispatchWaits waits() {
        return ticket.waits();
    }

    long acceptedNanos() {
        return ticket.acceptedNanos();
    }

    synchronized int attemptsSoFar() {
        return attempts;
    }

    synchronized List<DispatchRecord.Hop> hops() {
        return List.copyOf(hops);
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
        return (queuedNanos == 0 ? endedNanos - ticket.acceptedNanos() : queuedNanos) / 1e6;
    }

    /** From accepted to ended, in milliseconds. Only after the end. */
    public synchronized double durationMs() {
        return (endedNanos - ticket.acceptedNanos()) / 1e6;
    }

    synchronized boolean ended() {
        return phase == Phase.ENDED;
    }

    synchronized boolean waiting() {
        return phase == Phase.QUEUED;
    }

    /** In a queue, and no agent was chosen. */
    synchronized boolean unassigned() {
        return phase == Phase.QUEUED && address == null;
    }

    /** Chosen for this address; its load is counted from now on. */
    synchronized void assigned(PooledAddress chosen, long nowNanos) {
        release(false);
        address = chosen;
        counted = true;
        queue = OrderQueue.ofAgent(chosen.agentId());
        sawAgent = true;
        hop("queued", nowNanos, chosen.agentId());
    }

    /** Another node chose this address for it, and counts it. */
    synchronized void assignedElsewhere(PooledAddress chosen) {
        address = chosen;
        sawAgent = true;
    }

    /** Its turn was taken here; the node of its agent has its load from now on. */
    synchronized void leftToOthers() {
        release(false);
    }

    /** From now on another node may have it: only that one's message, or the last of all waits, ends it here. */
    synchronized void away() {
        away = phase == Phase.QUEUED && !byMessage();
    }

    /** No agent ever had it, whatever could be feared. */
    synchronized void surelyNotBegun() {
        if (phase == Phase.QUEUED && attempts == 0) {
            away = false;
            doubtful = false;
        }
    }

    /** Another node may have it, and works on it for a caller here. */
    synchronized boolean isAway() {
        return away;
    }

    /** In the queue of those nobody is ready for. */
    synchronized void unassigned(long nowNanos, String waitsIn) {
        release(false);
        address = null;
        queue = waitsIn;
        hop("queued", nowNanos, waitsIn);
    }

    synchronized @Nullable PooledAddress address() {
        return address;
    }

    /** Where its message lies while nobody holds it. */
    synchronized @Nullable String queue() {
        return queue;
    }

    /** Taken up from this queue. */
    synchronized void foundIn(String itsQueue) {
        queue = itsQueue;
    }

    /**
     * Gives back what it took: its message may not have reached a queue, or somebody else goes on with it.
     *
     * @return false if an agent has it by now, or it has ended: then nothing is changed
     */
    synchronized boolean drop() {
        return phase == Phase.QUEUED && leave();
    }

    /** Nothing is known of it here any more, unless an agent works on it through this node. @return false if one does, or it has ended */
    synchronized boolean leave() {
        if (phase == Phase.ENDED || inHand()) {
            return false;
        }
        phase = Phase.ENDED;
        release(false);
        address = null;
        return true;
    }

    /** Over here without an outcome. */
    synchronized boolean dropped() {
        return phase == Phase.ENDED && outcome == null;
    }

    /** Where to send it again, after it was refused; null the second time, and if it does not wait any more. */
    synchronized @Nullable Place refusedPlace() {
        Place place = refused ? place() : null;
        refused = false;
        return place;
    }

    /** Where it waits; null if it does not. */
    synchronized @Nullable Place place() {
        return phase == Phase.QUEUED && queue != null
                ? new Place(queue, address == null ? null : address.address())
                : null;
    }

    private void release(boolean failed) {
        if (address != null && counted) {
            counted = false;
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
        long left = (ticket.acceptedNanos() + ticket.waits().queueNanos() - nowNanos) / 1_000_000;
        if (phase == Phase.ENDED || left <= 0 || (phase == Phase.HANDED && !lost)) {
            return 0;
        }
        phase = Phase.HANDED;
        lane = to;
        stream = onStream;
        attempts++;
        handedNanos = nowNanos;
        queuedNanos = nowNanos - ticket.acceptedNanos();
        acknowledged = false;
        upstreamReqId = null;
        lost = false;
        messageLost = false;
        refused = false;
        doubtful = false;
        away = false;
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
            if (phase == Phase.QUEUED) {
                attempts = Math.max(1, attempts);
                handedNanos = nowNanos;
                queuedNanos = nowNanos - ticket.acceptedNanos();
            }
            phase = Phase.HANDED;
            lane = by;
            stream = onStream;
            acknowledged = true;
            lost = false;
            refused = false;
            doubtful = false;
            away = false;
            hop(ACKNOWLEDGED, nowNanos, "remembered by " + by.agentId());
        }
    }

    /** @param byId the agent's own id of it, if it said one */
    synchronized void acknowledged(long nowNanos, @Nullable String byId) {
        if (!acknowledged) {
            acknowledged = true;
            hop(ACKNOWLEDGED, nowNanos, byId);
        }
        named(byId);
    }

    /** @param byId as for {@link #acknowledged} */
    synchronized void named(@Nullable String byId) {
        if (byId == null || byId.equals(upstreamReqId)) {
            return;
        }
        upstreamReqId = byId;
        for (int i = hops.size() - 1; i >= 0; i--) {
            DispatchRecord.Hop hop = hops.get(i);
            if (hop.name().equals(ACKNOWLEDGED) && hop.detail() == null) {
                // Its streamed answer was here first.
                hops.set(i, new DispatchRecord.Hop(hop.name(), hop.atMs(), byId));
                return;
            }
        }
    }

    /** Under which the agent that has it, or had it last, acknowledged a request to an upstream; null if none did. */
    public synchronized @Nullable String upstreamReqId() {
        return upstreamReqId;
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

    /** Its agent, lost here, is connected with another node, which takes up its message from the queue. */
    synchronized void followsItsAgent() {
        if (phase == Phase.HANDED && lost) {
            phase = Phase.QUEUED;
            lost = false;
            doubtful = true;
            away = true;
        }
    }

    /** Whether it may be given to another agent now (ARCHITECTURE D1). */
    synchronized boolean movable() {
        return phase == Phase.QUEUED
                ? !doubtful || request().repeatable()
                : phase == Phase.HANDED && lost && !answering && request().repeatable();
    }

    /** The broker may have lost its message, which would be found in its agent's queue if that died. */
    synchronized void messageLost() {
        messageLost = phase == Phase.HANDED;
    }

    synchronized boolean isMessageLost() {
        return messageLost && phase == Phase.HANDED;
    }

    /** Nobody has it any more, neither an agent since then nor a queue, and it may be given to another one. */
    synchronized boolean forsaken(long sinceNanos) {
        return messageLost && phase == Phase.HANDED && lostNanos - sinceNanos <= 0 && movable();
    }

    /** Its answer has begun to go to its caller: no wait ends it any more, and nobody else can begin it again. */
    synchronized void answering(long nowNanos) {
        if (!answering && phase != Phase.ENDED) {
            answering = true;
            if (!acknowledged) {
                acknowledged = true;
                hop(ACKNOWLEDGED, nowNanos, null);
            }
            hop("answering", nowNanos, agentId());
        }
    }

    /** The caller has all that will come; what is missing is the agent's word that this was it. */
    synchronized void answerOver(long nowNanos) {
        answerOver = true;
        answerOverNanos = nowNanos;
    }

    /** All of the body that did not go with the order. */
    synchronized void bodyPassed(long bytes) {
        streamedBytes = bytes;
    }

    synchronized boolean possiblyBegun() {
        return attempts > 0 || doubtful || away;
    }

    /** An agent works on it, and is connected here. */
    synchronized boolean inHand() {
        return phase == Phase.HANDED && !lost;
    }

    /** Back to the queues for another agent; only if {@link #movable()}. */
    synchronized void requeued(long nowNanos, String reason) {
        phase = Phase.QUEUED;
        lost = false;
        messageLost = false;
        doubtful = false;
        hop("requeued", nowNanos, reason);
    }

    /** Another node took it up, or told that it expired: it would not wait so long. */
    synchronized boolean gone(long nowNanos) {
        return byMessage() && phase == Phase.QUEUED && nowNanos - expiredNanos() >= 0;
    }

    /** When the broker has surely put an end to a live one's message. */
    long expiredNanos() {
        return ticket.acceptedNanos() + ticket.waits().queueNanos() + GONE_SLACK_NANOS;
    }

    /** How long it has been waiting since it was accepted; 0 if it is in no queue. */
    synchronized long waitedNanos(long nowNanos) {
        return phase == Phase.QUEUED ? nowNanos - ticket.acceptedNanos() : 0;
    }

    synchronized void sawAgent() {
        sawAgent = true;
    }

    /** What its clocks say: the failure it must end with now, or null while it may go on. */
    synchronized @Nullable Failure overdue(long nowNanos) {
        return switch (phase) {
            case ENDED -> null;
            // Of one in a queue that others take from too, only the broker knows whether it is still there: it says
            // when
            // its time is over.
            case QUEUED -> byMessage() ? null : away && !refused ? awayOverdue(nowNanos) : queueOverdue(nowNanos);
            case HANDED -> handedOverdue(nowNanos);
        };
    }

    /** What became of it if it has waited long enough in a queue; null if it may wait on. */
    synchronized @Nullable Failure queueOverdue(long nowNanos) {
        long waited = nowNanos - ticket.acceptedNanos();
        DispatchWaits waits = ticket.waits();
        // While it is nowhere yet, it is being decided whether an agent is there: who waits for none is told by that.
        if (queue != null && !sawAgent && !possiblyBegun() && waited >= waits.agentNanos()) {
            String upstream = request().selection().upstream();
            String waitedFor = " was connected for " + seconds(waits.agentNanos()) + " s; it was never sent";
            return upstream == null
                    ? new Failure(FailureType.NO_AGENT_AVAILABLE, "no matching agent" + waitedFor)
                    : new Failure(FailureType.NO_UPSTREAM, "no agent that claims upstream " + upstream + waitedFor);
        }
        if (waited < waits.queueNanos()) {
            return null;
        }
        return possiblyBegun()
                ? new Failure(
                        FailureType.AGENT_LOST,
                        "an agent was lost after it may have begun and no other had room in time; the outcome is unknown")
                : new Failure(
                        FailureType.EXPIRED,
                        "no agent had room for it within " + seconds(waits.queueNanos()) + " s; it was never sent");
    }

    /** The last of all waits: whoever had it would have told its end by then. */
    private @Nullable Failure awayOverdue(long nowNanos) {
        if (answering) {
            return answerOverdue(nowNanos);
        }
        DispatchWaits waits = ticket.waits();
        long longest = waits.queueNanos() + waits.replyNanos() + waits.graceNanos() + AWAY_SLACK_NANOS;
        return nowNanos - ticket.acceptedNanos() < longest
                ? null
                : new Failure(
                        FailureType.AGENT_LOST,
                        "another coordinator took it up and told no end of it; the outcome is unknown");
    }

    private @Nullable Failure answerOverdue(long nowNanos) {
        return answerOver && nowNanos - answerOverNanos >= LAST_WORD_NANOS
                ? new Failure(
                        FailureType.REPLY_TIMEOUT, "agent " + agentId() + " did not say that its answer was whole")
                : null;
    }

    private @Nullable Failure handedOverdue(long nowNanos) {
        DispatchWaits waits = ticket.waits();
        if (answering) {
            return lost
                    ? new Failure(FailureType.AGENT_LOST, "agent " + agentId() + " was lost in the midst of the answer")
                    : answerOverdue(nowNanos);
        }
        if (lost) {
            boolean graceOver = nowNanos - lostNanos >= waits.graceNanos();
            boolean replyOver = nowNanos - handedNanos >= waits.replyNanos();
            boolean repeatableOver = request().repeatable() && nowNanos - ticket.acceptedNanos() >= waits.queueNanos();
            return (request().repeatable() ? repeatableOver : graceOver || replyOver)
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

    /**
     * The end of one that the broker did not take.
     *
     * @return null if an agent has it all the same and only the broker's word was lost, or if it is to be sent again: it may have begun before, and
     *     can be done twice
     */
    synchronized @Nullable Ended refused(String reason, long nowNanos) {
        if (phase != Phase.QUEUED) {
            return null;
        }
        if (possiblyBegun() && request().repeatable()) {
            refused = true;
            return null;
        }
        Outcome how = Outcome.failed(FailureType.UNAVAILABLE, "the broker did not take it: " + reason);
        if (attempts > 0 || doubtful) {
            how = Outcome.failed(
                    FailureType.AGENT_LOST,
                    "an agent was lost after it may have begun, and the broker did not take it for another: " + reason);
        } else if (away) {
            how = Outcome.failed(
                    FailureType.AGENT_LOST,
                    "the broker did not say that it took it, and another coordinator may have it: " + reason);
        }
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
        AgentLane holder = lane;
        lane = null;
        return new Ended(this, how, holder, stream);
    }

    /**
     * Another node tells how it ended there. A failure does not count once its agent is connected here and has it: that node only lost sight of it.
     *
     * @return what to do next; null if it does not end
     */
    synchronized @Nullable Ended toldBy(NodeReply reply, Outcome how, long nowNanos) {
        if (phase == Phase.HANDED && how instanceof Outcome.Failed) {
            return null;
        }
        if (phase == Phase.QUEUED) {
            attempts = reply.attempts();
            queuedNanos = (long) (reply.queueMs() * 1e6);
            upstreamReqId = reply.upstreamReqId();
            hops.clear();
            hops.addAll(reply.hops());
            away = false;
        }
        return end(how, nowNanos);
    }

    private void hop(String name, long nowNanos, @Nullable String detail) {
        hops.add(new DispatchRecord.Hop(name, (nowNanos - ticket.acceptedNanos()) / 1e6, detail));
    }

    /** Only after the end. */
    synchronized Outcome outcome() {
        return Objects.requireNonNull(outcome);
    }

    /** What listeners get. Only after the end. */
    public synchronized DispatchRecord story() {
        if (story == null) {
            story = DispatchRecord.of(
                    ticket,
                    Objects.requireNonNull(outcome),
                    agentId(),
                    address == null ? null : address.address(),
                    queueMs(),
                    durationMs(),
                    attempts(),
                    streamedBytes,
                    upstreamReqId,
                    List.copyOf(hops));
        }
        return story;
    }

    /** Tells whoever waits here, if somebody does. */
    void tell(Outcome how) {
        OutcomeListener waiting = listener;
        listener = null;
        if (waiting != null) {
            waiting.ended(this, how);
        }
    }

    /** A queue, and the address it waits there for, if one was chosen. */
    record Place(String queue, @Nullable String sourceAddress) {}

    /** A dispatch that has just ended, and the lane that held it, if one did. */
    record Ended(
            Dispatch dispatch, Outcome outcome, @Nullable AgentLane lane, int stream) {}
}
