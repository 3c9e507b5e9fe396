package io.dispatcher.icmp;

import io.dispatcher.icmp.packet.Failure;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One ping: its sequence numbers and what became of them. Knows when it wants its next turn; sends by its {@link Sender}. */
final class Ping implements Comparable<Ping> {
    private static final System.Logger LOG = System.getLogger(Ping.class.getName());
    /** How long after its timeout an answer is still known as late. */
    static final long LATE_NANOS = 10_000_000_000L;

    private static final long NANOS = 1_000_000_000L;

    private final PingRequest request;
    private final PingListener listener;
    private final Consumer<Ping> afterEnd;
    private final long id;
    private final long interval;
    private final long timeout;
    private final Tally tally = new Tally();
    /** In the order of sending, which is that of their timeouts; decided ones leave when they are the first. */
    private final Deque<Probe> outstanding = new ArrayDeque<>(2);
    /** Given up, to be tried again at once. */
    private final Deque<Probe> again = new ArrayDeque<>(0);

    /** Probes that are outstanding, the one just being sent included. */
    private int awaited;

    private int lastSeq;
    private long nextSend;
    private boolean ended;
    private boolean listening = true;

    /** When the next turn is; only the schedule's owner changes it, while the ping is not in there. */
    private long due;

    /**
     * @param id no other ping's
     * @param afterEnd is told when the summary has been told
     */
    Ping(long id, PingRequest request, PingListener listener, Consumer<Ping> afterEnd) {
        this.id = id;
        this.afterEnd = afterEnd;
        this.request = request;
        this.listener = listener;
        this.interval = request.interval().toNanos();
        this.timeout = request.timeout().toNanos();
    }

    /** How many probes it may have to remember at the same time: those under way, and for a while those given up. */
    static long reservation(PingRequest request) {
        long timeout = request.timeout().toNanos();
        long remembered = timeout + LATE_NANOS;
        long tries = Math.min(1 + request.retries(), remembered / timeout + 1);
        long sequences =
                (remembered + request.retries() * timeout) / request.interval().toNanos() + 2;
        return tries * (request.count() == PingRequest.ENDLESS ? sequences : Math.min(sequences, request.count()));
    }

    PingRequest request() {
        return request;
    }

    boolean ended() {
        return ended;
    }

    long due() {
        return due;
    }

    void begin(long now) {
        nextSend = now;
        due = now;
    }

    /** Gives up what is over time and sends what is due, one probe a turn. */
    void turn(long now, Sender sender) {
        due = now;
        expire(now);
        long notBefore = now;
        if (wantsToSend(now)) {
            notBefore = sender.send(this, next());
        }
        endIfDone();
        schedule(notBefore);
    }

    private boolean wantsToSend(long now) {
        return !again.isEmpty() || (more() && now - nextSend >= 0);
    }

    private boolean more() {
        return request.count() == PingRequest.ENDLESS || lastSeq < request.count();
    }

    private Probe next() {
        awaited++;
        Probe given = again.peekFirst();
        return given == null ? new Probe(this, lastSeq + 1, 0) : new Probe(this, given.seq, given.attempt + 1);
    }

    /** There was no room for the probe: another one will stand for it. */
    void notTaken(Probe probe) {
        decide(probe, Probe.State.FORGOTTEN);
    }

    private void decide(Probe probe, Probe.State state) {
        if (probe.state == Probe.State.OUTSTANDING) {
            awaited--;
        }
        probe.state = state;
    }

    /** The probe has left, or never will. */
    void taken(Probe probe) {
        if (probe.attempt > 0) {
            again.pollFirst();
            tally.retried++;
        } else {
            lastSeq = probe.seq;
            // A pause of ours moves the rhythm; it is not made up for by a burst.
            nextSend = Math.max(nextSend + interval, probe.sentAt);
        }
        outstanding.addLast(probe);
    }

    private void expire(long now) {
        for (Probe first = outstanding.peekFirst(); first != null; first = outstanding.peekFirst()) {
            if (first.state == Probe.State.OUTSTANDING) {
                if (now - (first.sentAt + timeout) < 0) {
                    return;
                }
                giveUp(first);
            }
            outstanding.pollFirst();
        }
    }

    private void giveUp(Probe probe) {
        decide(probe, Probe.State.GIVEN_UP);
        if (probe.attempt < request.retries()) {
            again.addLast(probe);
        } else {
            tally.lost++;
            tell(new PingEvent.Timeout(probe.seq));
        }
    }

    private void schedule(long notBefore) {
        Probe first = outstanding.peekFirst();
        long wait = Long.MAX_VALUE;
        if (!again.isEmpty()) {
            wait = notBefore - due;
        } else if (more()) {
            wait = Math.max(nextSend - due, notBefore - due);
        }
        if (first != null) {
            wait = Math.min(wait, first.sentAt + timeout - due);
        }
        due += Math.max(0, wait);
    }

    void answered(Probe probe, Answer answer) {
        long rtt = Math.max(0, answer.arrivedAt() - probe.sentAt);
        if (probe.state == Probe.State.ANSWERED) {
            tally.duplicates++;
            tell(new PingEvent.Duplicate(probe.seq, rtt, answer.from()));
        } else {
            first(probe, rtt, answer);
        }
        endIfDone();
    }

    private void first(Probe probe, long rtt, Answer answer) {
        if (probe.state == Probe.State.OUTSTANDING && rtt > timeout) {
            giveUp(probe);
        }
        if (probe.state == Probe.State.OUTSTANDING) {
            tally.received++;
            tally.times.add(rtt);
            tell(reply(probe.seq, rtt, answer));
        } else {
            tally.late++;
            tell(new PingEvent.Late(probe.seq, rtt, answer.from()));
        }
        decide(probe, Probe.State.ANSWERED);
    }

    private static PingEvent.Reply reply(int seq, long rtt, Answer answer) {
        return new PingEvent.Reply(
                seq,
                rtt,
                answer.hopLimit() < 0 ? null : answer.hopLimit(),
                answer.size(),
                answer.from(),
                answer.local(),
                Instant.ofEpochSecond(answer.wallNanos() / NANOS, answer.wallNanos() % NANOS));
    }

    /** @param reporter null: this machine */
    void undelivered(Probe probe, Failure failure, @Nullable InetAddress reporter) {
        if (probe.state != Probe.State.OUTSTANDING) {
            return;
        }
        decide(probe, Probe.State.GIVEN_UP);
        tally.failed++;
        tell(
                switch (failure.kind()) {
                    case UNREACHABLE -> new PingEvent.Unreachable(probe.seq, failure.detail(), reporter);
                    case TIME_EXCEEDED -> new PingEvent.TimeExceeded(probe.seq, failure.detail(), reporter);
                    case PACKET_TOO_BIG -> new PingEvent.PacketTooBig(probe.seq, failure.detail(), reporter);
                    case OTHER -> new PingEvent.Error(probe.seq, failure.detail());
                });
        endIfDone();
    }

    /** Whether answers to the probe are of no more interest. */
    boolean forgets(Probe probe, long now) {
        return ended || now - (probe.sentAt + timeout + LATE_NANOS) >= 0;
    }

    private void endIfDone() {
        boolean done = !more() && again.isEmpty() && awaited == 0;
        if (done || !listening) {
            end();
        }
    }

    /** Ends in an error that is about no sequence number. */
    void fail(String detail) {
        if (!ended) {
            tally.broken++;
            tell(new PingEvent.Error(0, detail));
            end();
        }
    }

    /** Tells the summary, once. */
    void end() {
        if (!ended) {
            ended = true;
            tell(tally.summary());
            listening = false;
            afterEnd.accept(this);
        }
    }

    private void tell(PingEvent event) {
        if (!listening) {
            return;
        }
        try {
            listener.onEvent(event);
        } catch (RuntimeException e) {
            listening = false;
            LOG.log(System.Logger.Level.WARNING, "a listener failed, its ping of " + request.target() + " ends", e);
        }
    }

    @Override
    public int compareTo(Ping other) {
        int byTime = Long.signum(due - other.due);
        return byTime != 0 ? byTime : Long.compare(id, other.id);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
