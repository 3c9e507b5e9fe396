package io.dispatcher.agents.rest;

import io.dispatcher.agents.AddressView;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.config.Settings;
import io.dispatcher.web.QueryParameterFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** The pool of source addresses. */
@Path("pool/status")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class PoolResource {
    @Inject
    private AgentDirectory agents;

    @Inject
    private Settings settings;

    /** Without parameters all of them, in rotation order; with some, {@code matching} says how many fit. */
    @GET
    @QueryParameterFilter.Known({"limit", "offset", "sort", "q", "state", "agent_id"})
    public Object status(@Context UriInfo uri) {
        List<AddressView> all = agents.addresses();
        long available = all.stream()
                .filter(address -> address.state().equals("available"))
                .count();
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        if (query.isEmpty()) {
            return new Status(all.size(), available, settings.strategy(), all);
        }
        PoolTable table = new PoolTable(
                query.getFirst("limit"),
                query.getFirst("offset"),
                query.getFirst("sort"),
                query.getFirst("q"),
                query.getFirst("state"),
                query.getFirst("agent_id"));
        List<AddressView> matching = table.matching(all);
        return new Part(all.size(), available, settings.strategy(), matching.size(), table.window(matching));
    }

    /** What the pool is. */
    public record Status(int size, long available, String strategy, List<AddressView> addresses) {}

    /** The same, of the addresses only some. */
    public record Part(int size, long available, String strategy, int matching, List<AddressView> addresses) {}
}
