package io.dispatcher.requests;

import io.dispatcher.dispatch.Submission;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Idempotency keys for those who end a message and send its order in one transaction of the broker: the key belongs to the message, so that it finds
 * its own claim again if that transaction fails. Thread-safe; never blocks.
 */
public final class KeyedMessages {
    private final Requests requests;
    private final KeyedRequests others;
    private final ClaimDesk desk;
    private final InstantSource clock;

    KeyedMessages(Requests requests, KeyedRequests others, ClaimDesk desk, InstantSource clock) {
        this.requests = requests;
        this.others = others;
        this.desk = desk;
        this.clock = clock;
    }

    /** What becomes of a message with a key. */
    public sealed interface Verdict {
        /** It is to be executed under this id; say {@link KeyedMessages#stored} when the broker has it. */
        record First(UUID id) implements Verdict {}

        /** This is the answer; only ended requests have one. */
        record Replay(UUID id, RequestState state, byte[] answer) implements Verdict {}

        /** The key was used with another body. */
        record Conflict() implements Verdict {}

        /** The first request with the key has not ended: ask again later. */
        record InProgress() implements Verdict {}
    }

    /**
     * Claims the key.
     *
     * @param message the broker's id of the message
     * @return fails if the database cannot keep keys now
     */
    public CompletableFuture<Verdict> claim(
            IdempotencyKey key, Submission submission, @Nullable String caller, long message) {
        CompletableFuture<Verdict> verdict = new CompletableFuture<>();
        Instant now = clock.instant();
        Claim claim = new Claim(
                requests.mint(),
                RequestStore.caller(caller),
                key.key(),
                key.bodyHash(),
                now,
                now.plus(others.longest(submission)),
                message);
        desk.claim(claim, new ClaimDesk.Answer() {
            @Override
            public void holder(Claim.Holder holder) {
                Verdict found = verdict(claim, holder);
                verdict.complete(found);
                if (found instanceof Verdict.InProgress && others.abandoned(holder)) {
                    // Whoever claimed it died before it sent an order; without a notice, because this message is
                    // answered when it comes again.
                    others.revive(key, submission, caller);
                }
            }

            @Override
            public void unavailable() {
                verdict.completeExceptionally(new SQLException("the database cannot keep idempotency keys now"));
            }
        });
        return verdict;
    }

    private static Verdict verdict(Claim claim, Claim.Holder holder) {
        if (!holder.bodyHash().equals(claim.bodyHash())) {
            return new Verdict.Conflict();
        }
        if (holder.ended() != null) {
            return new Verdict.Replay(
                    holder.id(), holder.ended().state(), holder.ended().answer());
        }
        boolean own = holder.id().equals(claim.id()) || Objects.equals(claim.claimedBy(), holder.claimedBy());
        return own && !holder.stored() ? new Verdict.First(holder.id()) : new Verdict.InProgress();
    }

    /** The broker has the order of a first one. */
    public void stored(UUID id) {
        desk.stored(id);
    }
}
