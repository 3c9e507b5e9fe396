package io.dispatcher.direct;

import io.dispatcher.dispatch.BodyRoom;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.WorkTimings;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/** One exchange from its acceptance to its story. Thread-safe. */
public final class DirectExchange {
    private static final System.Logger LOG = System.getLogger(DirectExchange.class.getName());
    private static final double NANOS_PER_MS = 1_000_000;
    private static final double NANOS_PER_SECOND = 1_000_000_000;

    private final UUID id;
    private final ExecuteRequest request;
    private final DispatchKind kind;
    private final @Nullable String caller;
    private final @Nullable UUID replayOf;
    private final Instant accepted;
    private final long acceptedNanos = System.nanoTime();
    private final Consumer<DispatchRecord> then;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable HttpUriRequestBase message;
    private volatile @Nullable Failure ending;
    private long begunNanos;

    DirectExchange(
            UUID id,
            ExecuteRequest request,
            DispatchKind kind,
            @Nullable String caller,
            @Nullable UUID replayOf,
            Instant accepted,
            Consumer<DispatchRecord> then) {
        this.id = id;
        this.request = request;
        this.kind = kind;
        this.caller = caller;
        this.replayOf = replayOf;
        this.accepted = accepted;
        this.then = then;
    }

    public UUID id() {
        return id;
    }

    ExecuteRequest request() {
        return request;
    }

    boolean isOver() {
        return over.get();
    }

    boolean inTime() {
        return System.nanoTime() - acceptedNanos < request.ttl() * NANOS_PER_SECOND;
    }

    /** Nobody wants its answer any more. */
    public void cancel(String reason) {
        stop(new Failure(FailureType.CANCELLED, reason));
    }

    void timeOut() {
        stop(timedOut());
    }

    /** Whatever its thread hangs in. */
    void giveUp() {
        Failure why = ending;
        fail(why == null ? timedOut() : why);
    }

    private Failure timedOut() {
        return new Failure(FailureType.TARGET_TIMEOUT, "no complete answer within " + request.timeout() + " s");
    }

    private void stop(Failure why) {
        ending = why;
        HttpUriRequestBase sent = message;
        if (sent == null) {
            fail(why);
        } else {
            sent.cancel();
        }
    }

    /** In the calling thread, to its end. */
    void make(DirectClient client, BodyRoom room) {
        AnswerPlace place = new AnswerPlace(room, () -> ending != null);
        begunNanos = System.nanoTime();
        Phases phases = new Phases();
        try {
            HttpUriRequestBase sent = DirectClient.message(request);
            message = sent;
            Failure early = ending;
            DirectClient.Result result = early == null
                    ? client.exchange(sent, request.maxResponseBytes(), phases, place)
                    : new DirectClient.Result.Failed(early);
            end(result, phases);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "an exchange of the coordinator's own failed", e);
            fail(new Failure(FailureType.INTERNAL, "the exchange could not be made; the server's log says why"));
        } finally {
            place.leave();
        }
    }

    private void end(DirectClient.Result result, Phases phases) {
        Failure stopped = ending;
        if (result instanceof DirectClient.Result.Answered answered && stopped == null) {
            tell(answered, null, phases);
        } else {
            Failure failure = result instanceof DirectClient.Result.Failed failed ? failed.failure() : null;
            tell(null, stopped == null ? failure : stopped, phases);
        }
    }

    void fail(Failure failure) {
        tell(null, failure, null);
    }

    private void tell(
            DirectClient.Result.@Nullable Answered answered, @Nullable Failure failure, @Nullable Phases phases) {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        long now = System.nanoTime();
        double queueMs = ((begunNanos == 0 ? now : begunNanos) - acceptedNanos) / NANOS_PER_MS;
        double durationMs = (now - acceptedNanos) / NANOS_PER_MS;
        then.accept(new DispatchRecord(
                id,
                kind,
                accepted,
                caller,
                Names.COORDINATOR,
                phases == null ? null : phases.sourceAddress,
                request.method(),
                request.uri().toString(),
                answered == null ? null : answered.status(),
                failure,
                queueMs,
                durationMs,
                1,
                replayOf,
                false,
                new DispatchRecord.RequestPart(
                        request.headers(),
                        request.body(),
                        request.timeout(),
                        request.followRedirects(),
                        request.verifyTls()),
                answered == null || phases == null ? null : response(answered, phases),
                phases == null ? WorkTimings.NONE : phases.timings(),
                List.of(
                        new DispatchRecord.Hop("accepted", 0, null),
                        new DispatchRecord.Hop(
                                "answered",
                                durationMs,
                                failure == null ? null : failure.type().tag()))));
    }

    private static DispatchRecord.ResponsePart response(DirectClient.Result.Answered answered, Phases phases) {
        return new DispatchRecord.ResponsePart(
                answered.version(),
                answered.headers(),
                answered.body(),
                answered.cut(),
                answered.body().length,
                phases.certificate);
    }
}
