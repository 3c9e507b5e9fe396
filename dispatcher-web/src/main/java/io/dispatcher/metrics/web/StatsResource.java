package io.dispatcher.metrics.web;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.metrics.AgentFigures;
import io.dispatcher.metrics.DispatchMetrics;
import io.dispatcher.metrics.StatsSeries;
import io.dispatcher.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
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

    /** Bounded by the number of agents: no pages. */
    public record Agents(List<Agent> items) {}

    /** One of them. */
    public record Agent(String agentId, long requests, long failed, double meanMs, double p50Ms, double p95Ms) {
        static Agent of(AgentFigures figures) {
            return new Agent(
                    figures.agentId(),
                    figures.requests(),
                    figures.failed(),
                    Stats.rounded(figures.meanMs()),
                    Stats.rounded(figures.p50Ms()),
                    Stats.rounded(figures.p95Ms()));
        }
    }

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
    public Agents agents() {
        return new Agents(metrics.agents().stream().map(Agent::of).toList());
    }
}
