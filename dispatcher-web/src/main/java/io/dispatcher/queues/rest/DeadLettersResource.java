package io.dispatcher.queues.rest;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.queues.Letter;
import io.dispatcher.queues.LetterBox;
import io.dispatcher.queues.LetterId;
import io.dispatcher.queues.LetterQueue;
import io.dispatcher.queues.LetterStaysException;
import io.dispatcher.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code /api/dead-letters}. */
@Path("dead-letters")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class DeadLettersResource {
    @Inject
    private LetterBox letters;

    /** One that went back. */
    public record Retried(String id, @Nullable String queue) {}

    /**
     * What became of all of them.
     *
     * @param left whose place is gone, or which could not be reached
     */
    public record AllRetried(long retried, long left) {}

    /** How many there were. */
    public record Discarded(long discarded) {}

    @GET
    public LetterList list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return LetterList.of(letters, LetterQueue.DEAD, limit, cursor);
    }

    @GET
    @Path("{id}")
    public LetterDetail one(@PathParam("id") String id) {
        return LetterDetail.of(letters, LetterQueue.DEAD, id);
    }

    @POST
    @Path("{id}/retry")
    public Retried retry(@PathParam("id") String id) {
        try {
            Letter letter = letters.retry(known(id));
            if (letter == null) {
                throw LetterDetail.missing();
            }
            return new Retried(id, letter.queue());
        } catch (LetterStaysException e) {
            throw stays(e);
        }
    }

    @POST
    @Path("retry")
    public AllRetried retryAll() {
        LetterBox.Retried done = letters.retryAll();
        return new AllRetried(done.retried(), done.left());
    }

    @DELETE
    @Path("{id}")
    public void discard(@PathParam("id") String id) {
        try {
            if (!letters.discard(known(id))) {
                throw LetterDetail.missing();
            }
        } catch (LetterStaysException e) {
            throw stays(e);
        }
    }

    @DELETE
    public Discarded discardAll() {
        return new Discarded(letters.discardAll());
    }

    private static ProblemException stays(LetterStaysException e) {
        return ProblemException.of(FailureType.CONFLICT, "It stays here: " + e.getMessage() + ".");
    }

    private static LetterId known(String id) {
        LetterId known = LetterId.parse(id);
        if (known == null) {
            throw LetterDetail.missing();
        }
        return known;
    }
}
