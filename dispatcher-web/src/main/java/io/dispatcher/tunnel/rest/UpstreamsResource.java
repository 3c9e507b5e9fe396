package io.dispatcher.tunnel.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.tunnel.Upstreams;
import io.dispatcher.web.Page;
import io.dispatcher.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The upstreams that agents claim. */
@Path("upstreams")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class UpstreamsResource {
    @Inject
    private Upstreams upstreams;

    @GET
    public Page<Upstreams.Upstream> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return Page.of(upstreams.all(), Upstreams.Upstream::name, Function.identity(), limit, cursor);
    }

    @POST
    @Path("{name}/maintenance")
    public Upstreams.Upstream takeOut(@PathParam("name") String name) {
        return maintenance(name, true);
    }

    @DELETE
    @Path("{name}/maintenance")
    public void putBack(@PathParam("name") String name) {
        maintenance(name, false);
    }

    private Upstreams.Upstream maintenance(String name, boolean on) {
        Upstreams.Upstream upstream = upstreams.maintenance(name, on);
        if (upstream == null) {
            throw new ProblemException(new Failure(FailureType.NOT_FOUND, "There is no upstream of that name."));
        }
        return upstream;
    }
}
