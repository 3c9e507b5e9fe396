package io.dispatcher.tunnel.rest;

import io.dispatcher.tunnel.Upstreams;
import io.dispatcher.web.Page;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
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
}
