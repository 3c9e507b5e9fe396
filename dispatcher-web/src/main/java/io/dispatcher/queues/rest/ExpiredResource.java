package io.dispatcher.queues.rest;

import io.dispatcher.queues.LetterBox;
import io.dispatcher.queues.LetterQueue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code /api/expired}: copies of the work whose time was over before it was done. */
@Path("expired")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class ExpiredResource {
    @Inject
    private LetterBox letters;

    @GET
    public LetterList list(@QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return LetterList.of(letters, LetterQueue.EXPIRED, limit, cursor);
    }

    @GET
    @Path("{id}")
    public LetterDetail one(@PathParam("id") String id) {
        return LetterDetail.of(letters, LetterQueue.EXPIRED, id);
    }
}
