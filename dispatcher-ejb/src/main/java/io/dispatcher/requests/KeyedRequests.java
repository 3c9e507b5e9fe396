package io.dispatcher.requests;

import io.dispatcher.dispatch.Acceptance;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.Submission;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests with an idempotency key: the first of them is executed, all get its answer. Also one that its caller waits for is a durable request, so
 * that its answer outlives this process. Thread-safe; never blocks.
 */
public final class KeyedRequests {
    /**
     * A claim that may be looked into: the broker has missed a dead owner by then. A living one that is slow has this and all of the search
     * ({@link Dispatcher#findStored}, 30 s) to get its order stored or refused; it hears of a lost broker in 30 s at most.
     */
    private static final Duration STALE = Duration.ofSeconds(15);

    /** The search and the send after it, with as much again to spare: nobody else begins them meanwhile. */
    private static final Duration LOOKED_INTO = Duration.ofSeconds(45);

    /** For an outcome on its way, after all waits are over. */
    private static final Duration SLACK = Duration.ofSeconds(30);

    private final Dispatcher dispatcher;
    private final Requests requests;
    private final RequestIds ids;
    private final ClaimDesk desk;
    private final Waiters waiters;
    private final InstantSource clock;
    private final LongSupplier nanos;

    KeyedRequests(
            Dispatcher dispatcher,
            Requests requests,
            RequestIds ids,
            ClaimDesk desk,
            Waiters waiters,
            InstantSource clock,
            LongSupplier nanos) {
        this.dispatcher = dispatcher;
        this.requests = requests;
        this.ids = ids;
        this.desk = desk;
        this.waiters = waiters;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Exactly one is called, once. */
    public interface Reply {
        /** Nobody waits for it; it is stored. @param replayed an earlier request with the key was */
        void accepted(UUID id, boolean replayed);

        /** @param replayed the answer is that of an earlier request with the key */
        void answered(UUID id, int httpStatus, byte[] answer, boolean completed, boolean replayed);

        void refused(Failure failure);

        /** Does not want to hear. */
        Reply NOBODY = new Reply() {
            @Override
            public void accepted(UUID id, boolean replayed) {}

            @Override
            public void answered(UUID id, int httpStatus, byte[] answer, boolean completed, boolean replayed) {}

            @Override
            public void refused(Failure failure) {}
        };
    }

    public void accept(
            IdempotencyKey key,
            Submission submission,
            @Nullable String caller,
            Map<String, String> notices,
            Reply reply) {
        Failure refusal = requests.refusal(submission);
        if (refusal != null) {
            reply.refused(refusal);
            return;
        }
        Instant now = clock.instant();
        Asked asked = new Asked(key, submission, caller, notices, reply, dispatcher.longest(submission.request()));
        Claim claim = new Claim(
                ids.next(),
                RequestStore.caller(caller),
                key.key(),
                key.bodyHash(),
                now,
                now.plus(asked.longest).plus(SLACK),
                null);
        desk.claim(claim, new ClaimDesk.Answer() {
            @Override
            public void holder(Claim.Holder holder) {
                asked.held(holder, claim.id());
            }

            @Override
            public void unavailable() {
                reply.refused(new Failure(FailureType.UNAVAILABLE, "the database cannot keep the idempotency key now"));
            }
        });
    }

    /** From acceptance to an end by itself. */
    Duration longest(Submission submission) {
        return dispatcher.longest(submission.request()).plus(SLACK);
    }

    boolean abandoned(Claim.Holder holder) {
        return !holder.stored()
                && holder.ended() == null
                && holder.claimedAt().plus(STALE).isBefore(clock.instant());
    }

    /** Finds out whether the broker has the order of an abandoned claim, and sends it if not. Tells nobody. */
    void revive(IdempotencyKey key, Submission submission, @Nullable String caller) {
        Submission asked = new Submission(submission.request(), submission.kind(), true, submission.callback());
        accept(key, asked, caller, Map.of(), Reply.NOBODY);
    }

    private final class Asked {
        private final IdempotencyKey key;
        private final Submission submission;
        private final @Nullable String caller;
        private final Map<String, String> notices;
        private final Reply reply;
        private final Duration longest;

        Asked(
                IdempotencyKey key,
                Submission submission,
                @Nullable String caller,
                Map<String, String> notices,
                Reply reply,
                Duration longest) {
            this.key = key;
            this.submission = submission;
            this.caller = caller;
            this.notices = notices;
            this.reply = reply;
            this.longest = longest;
        }

        void held(Claim.Holder holder, UUID own) {
            if (holder.id().equals(own)) {
                begin(own);
            } else if (!holder.bodyHash().equals(key.bodyHash())) {
                reply.refused(new Failure(
                        FailureType.IDEMPOTENCY_CONFLICT, "this Idempotency-Key was used with another body"));
            } else if (holder.ended() != null) {
                replay(holder.id(), holder.ended());
            } else if (abandoned(holder)) {
                Instant counts = clock.instant().plus(LOOKED_INTO);
                desk.takeOver(holder, counts, () -> takeOver(holder.id()), this::inProgress);
            } else {
                follow(holder);
            }
        }

        private void replay(UUID id, RequestStore.Ended ended) {
            if (submission.async()) {
                reply.accepted(id, true);
            } else {
                answer(id, ended, true);
            }
        }

        private void answer(UUID id, RequestStore.Ended ended, boolean replayed) {
            boolean completed = ended.state() == RequestState.COMPLETED;
            reply.answered(id, ended.httpStatus(), ended.answer(), completed, replayed);
        }

        /**
         * The node that claimed the key died before it knew that the broker had the order. Finding out takes longer than a caller who does not wait for
         * the answer should: that one hears "in progress", and asks again.
         */
        private void takeOver(UUID id) {
            if (submission.async()) {
                inProgress();
            } else if (!await(id, true)) {
                return;
            }
            dispatcher.findStored(id, found -> {
                if (found) {
                    desk.stored(id);
                } else {
                    send(id, () -> {}, failure -> waiters.refuse(id, failure));
                }
            });
        }

        private void follow(Claim.Holder holder) {
            if (!submission.async()) {
                await(holder.id(), true);
            } else if (holder.stored()) {
                reply.accepted(holder.id(), true);
            } else {
                inProgress();
            }
        }

        private void inProgress() {
            reply.refused(new Failure(
                    FailureType.IDEMPOTENCY_IN_PROGRESS, "the first request with this Idempotency-Key still runs"));
        }

        /** @return false if too many wait; then that was the reply */
        private boolean await(UUID id, boolean replayed) {
            long until = nanos.getAsLong() + longest.toNanos();
            boolean waits = waiters.add(id, new Waiters.Waiter() {
                @Override
                public void ended(RequestStore.Ended ended) {
                    answer(id, ended, replayed);
                }

                @Override
                public void refused(Failure failure) {
                    reply.refused(failure);
                }

                @Override
                public void over() {
                    inProgress();
                }

                @Override
                public long untilNanos() {
                    return until;
                }
            });
            if (!waits) {
                reply.refused(new Failure(FailureType.RATE_LIMITED, "too many callers wait for keyed requests"));
            }
            return waits;
        }

        private void begin(UUID id) {
            if (submission.async()) {
                send(id, () -> reply.accepted(id, false), reply::refused);
            } else if (await(id, false)) {
                send(id, () -> {}, failure -> waiters.refuse(id, failure));
            } else {
                desk.giveBack(id);
            }
        }

        private void send(UUID id, Runnable stored, Consumer<Failure> failed) {
            dispatcher.accept(
                    id,
                    submission.request(),
                    submission.kind(),
                    caller,
                    null,
                    Requests.all(submission, notices),
                    new Acceptance() {
                        @Override
                        public void accepted() {
                            desk.stored(id);
                            stored.run();
                        }

                        @Override
                        public void refused(Failure failure) {
                            desk.giveBack(id);
                            failed.accept(failure);
                        }

                        /** The key stays taken: whoever asks again later finds out whether the broker has the order. */
                        @Override
                        public void uncertain(Failure failure) {
                            failed.accept(failure);
                        }
                    });
        }
    }
}
