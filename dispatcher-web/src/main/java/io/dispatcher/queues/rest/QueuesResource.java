package io.dispatcher.queues.rest;

import io.dispatcher.queues.QueueList;
import io.dispatcher.queues.QueueView;
import io.dispatcher.web.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code /api/queues}. */
@Path("queues")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class QueuesResource {
    @Inject
    private QueueList queues;

    @GET
    public Page<QueueView> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return Page.of(queues.all(), QueueView::name, queue -> queue, limit, cursor);
    }
}
