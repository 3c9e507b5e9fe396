package io.dispatcher.metrics.web;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.metrics.DispatchMetrics;
import io.dispatcher.metrics.StatsSeries;
import io.dispatcher.web.ProblemException;
import io.dispatcher.web.QueryParameterFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/stats} and what is told beside it of the time and of the agents. */
@Path("stats")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class StatsResource {
    @Inject
    private DispatchMetrics metrics;

    @Inject
    private StatsSeries series;

    @Inject
    private AgentDirectory agents;

    /** Some rows of the table of agents. */
    public record Agents(int matching, List<AgentRow> items) {}

    @GET
    public Stats stats() {
        return Stats.of(metrics);
    }

    /** @param since epoch milliseconds; null: from the beginning */
    @GET
    @Path("series")
    public SeriesColumns series(@QueryParam("since") @Nullable String since) {
        try {
            return SeriesColumns.of(
                    series.after(since == null ? Instant.MIN : Instant.ofEpochMilli(Long.parseLong(since))));
        } catch (NumberFormatException e) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, "since must be a time in epoch milliseconds");
        }
    }

    @GET
    @Path("agents")
    @QueryParameterFilter.Known({"limit", "offset", "sort", "q", "status"})
    public Agents agents(@Context UriInfo uri) {
        MultivaluedMap<String, String> query = uri.getQueryParameters();
        AgentTable table = new AgentTable(
                query.getFirst("limit"),
                query.getFirst("offset"),
                query.getFirst("sort"),
                query.getFirst("q"),
                query.getFirst("status"));
        List<AgentRow> matching = table.matching(agents.views(), metrics.agents());
        return new Agents(matching.size(), table.window(matching));
    }

    /** @param agentId may have had none: then its figures are null */
    @GET
    @Path("agents/{id}")
    public AgentRow agent(@PathParam("id") String agentId) {
        AgentView view = agents.view(agentId);
        if (view == null) {
            throw ProblemException.of(FailureType.NOT_FOUND, "there is no such agent");
        }
        return AgentRow.of(
                view,
                metrics.agents().stream()
                        .filter(one -> one.agentId().equals(agentId))
                        .findFirst()
                        .orElse(null));
    }
}
