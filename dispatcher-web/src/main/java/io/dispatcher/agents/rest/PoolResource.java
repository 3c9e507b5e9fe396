package io.dispatcher.agents.rest;

import io.dispatcher.agents.AddressView;
import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.config.Settings;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
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

    @GET
    public Status status() {
        List<AddressView> addresses = agents.addresses();
        long available = addresses.stream()
                .filter(address -> address.state().equals("available"))
                .count();
        return new Status(addresses.size(), available, settings.strategy(), addresses);
    }

    /** What the pool is. */
    public record Status(int size, long available, String strategy, List<AddressView> addresses) {}
}
