package io.dispatcher.metrics.web;

import io.dispatcher.metrics.DispatchMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code /api/stats}. */
@Path("stats")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
    @Inject
    private DispatchMetrics metrics;

    @GET
    public Stats stats() {
        return Stats.of(metrics);
    }
}
