package io.dispatcher.requests;

import io.dispatcher.dispatch.Acceptance;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.EgressCheck;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.PreparedMessage;
import io.dispatcher.dispatch.Submission;
import io.dispatcher.protocol.egress.EgressVerdict;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Durable requests as their callers see them. Thread-safe; looking one up blocks. */
public final class Requests {
    /** Final states, answers and idempotency keys are kept so long. */
    static final Duration RETENTION = Duration.ofHours(24);

    /** The longest a request may stay in queues, be worked on, and have its outcome on the way. */
    private static final Duration LONGEST_OPEN = Duration.ofHours(49);

    /** Notice: where the answer is posted. */
    public static final String CALLBACK_URL = "callback_url";

    private final Dispatcher dispatcher;
    private final RequestIds ids;
    private final RequestStore store;
    private final EgressCheck callbacks;
    private final InstantSource clock;

    /** @param callbacks says which addresses may be told */
    Requests(Dispatcher dispatcher, RequestIds ids, RequestStore store, EgressCheck callbacks, InstantSource clock) {
        this.dispatcher = dispatcher;
        this.ids = ids;
        this.store = store;
        this.callbacks = callbacks;
        this.clock = clock;
    }

    /** Told once whether a request was accepted. */
    public interface Reply {
        /** It is stored, and will end. */
        void accepted(UUID id);

        void refused(Failure failure);
    }

    /** Why its callback cannot be made, as far as its address tells; null if it can, or there is none. */
    @Nullable
    Failure refusal(Submission submission) {
        EgressVerdict verdict = submission.callback() == null ? null : callbacks.verdict(submission.callback());
        return verdict == null || verdict.allowed()
                ? null
                : new Failure(FailureType.EGRESS_DENIED, "callback_url: " + verdict.sentence("the coordinator's"));
    }

    /** Accepts a request that nobody waits for. */
    public void accept(Submission submission, @Nullable String caller, Map<String, String> notices, Reply reply) {
        Failure refusal = refusal(submission);
        if (refusal != null) {
            reply.refused(refusal);
            return;
        }
        UUID id = ids.next();
        Map<String, String> all = all(submission, notices);
        dispatcher.accept(id, submission.request(), submission.kind(), caller, null, all, new Acceptance() {
            @Override
            public void accepted() {
                reply.accepted(id);
            }

            @Override
            public void refused(Failure failure) {
                reply.refused(failure);
            }

            @Override
            public void uncertain(Failure failure) {
                reply.refused(failure);
            }
        });
    }

    static Map<String, String> all(Submission submission, Map<String, String> notices) {
        Map<String, String> all = new HashMap<>(notices);
        if (submission.callback() != null) {
            all.put(CALLBACK_URL, submission.callback().toString());
        }
        return all;
    }

    /** An id for {@link #prepare} or {@link #refuse}. */
    public UUID mint() {
        return ids.next();
    }

    /** The same for somebody who sends the message in a transaction of his own; a request that is refused ends too. */
    public PreparedMessage prepare(
            UUID id, Submission submission, @Nullable String caller, Map<String, String> notices) {
        return dispatcher.prepare(id, submission.request(), submission.kind(), caller, all(submission, notices));
    }

    /** Ends a request of somebody who sends its outcome in a transaction of his own. */
    public PreparedMessage refuse(
            UUID id, Submission submission, @Nullable String caller, Map<String, String> notices, Failure why) {
        return dispatcher.refused(id, submission.request(), submission.kind(), caller, all(submission, notices), why);
    }

    /**
     * Where it stands; null if it is none of ours, or was forgotten.
     *
     * @throws SQLException if that cannot be said now
     */
    public @Nullable RequestStatus status(UUID id) throws SQLException {
        RequestStore.Ended ended = store.find(id);
        if (ended != null) {
            return new RequestStatus(id, ended.state(), ended.answer());
        }
        boolean open = ids.minted(id)
                && Duration.between(RequestIds.time(id), clock.instant()).compareTo(LONGEST_OPEN) < 0;
        if (!open) {
            return null;
        }
        return new RequestStatus(id, dispatcher.handed(id) ? RequestState.DISPATCHED : RequestState.QUEUED, null);
    }

    /** Takes it back, if it has not ended. */
    public void cancel(UUID id) {
        dispatcher.cancelStored(id, "its caller took it back");
    }
}
