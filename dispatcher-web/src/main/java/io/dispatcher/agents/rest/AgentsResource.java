package io.dispatcher.agents.rest;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.Names;
import io.dispatcher.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Register, list, drain and remove agents. */
@Path("agents")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class AgentsResource {
    private static final int MAX_ENTRIES = 32;

    @Inject
    private AgentDirectory agents;

    @Inject
    private Settings settings;

    @Context
    private UriInfo uri;

    @POST
    @Path("register")
    public Response register(Registration asked) {
        String agentId = asked.agentId == null
                ? "agent-" + UUID.randomUUID().toString().substring(0, 8)
                : checked("agent_id", asked.agentId);
        Map<String, String> labels = asked.labels == null ? Map.of() : asked.labels;
        List<String> upstreams = asked.upstreams == null ? List.of() : asked.upstreams;
        if (labels.size() > MAX_ENTRIES || upstreams.size() > MAX_ENTRIES) {
            throw ProblemException.of(
                    FailureType.INVALID_REQUEST, "labels and upstreams: at most " + MAX_ENTRIES + " each");
        }
        labels.forEach((name, value) -> {
            checked("labels", name);
            checked("labels", value);
        });
        upstreams.forEach(name -> checked("upstreams", name));
        if (agentId.equals(Names.COORDINATOR)) {
            throw ProblemException.of(
                    FailureType.INVALID_REQUEST, "agent_id: " + Names.COORDINATOR + " is the coordinator itself");
        }
        agents.register(agentId, labels, upstreams);
        return Response.created(uri.getBaseUri().resolve("agents/" + agentId))
                .entity(new Registered(agentId, websocketUrl()))
                .build();
    }

    private static String checked(String field, @Nullable String name) {
        if (name == null || !Names.isId(name)) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, field + ": must match " + Names.ID.pattern());
        }
        return name;
    }

    private String websocketUrl() {
        URI base = settings.advertiseUrl() != null ? settings.advertiseUrl() : uri.getBaseUri();
        String scheme = "https".equals(base.getScheme()) ? "wss" : "ws";
        return scheme + "://" + base.getRawAuthority().toLowerCase(Locale.ROOT) + "/ws";
    }

    @GET
    public AgentPage list(@QueryParam("limit") @Nullable Integer limit, @QueryParam("cursor") @Nullable String cursor) {
        return AgentPage.of(agents.views(), limit, cursor);
    }

    @GET
    @Path("{id}")
    public AgentView one(@PathParam("id") String agentId) {
        AgentView view = agents.view(agentId);
        if (view == null) {
            throw unknown(agentId);
        }
        return view;
    }

    @POST
    @Path("{id}/drain")
    public AgentView drain(@PathParam("id") String agentId) {
        return drained(agentId, true);
    }

    @POST
    @Path("{id}/resume")
    public AgentView resume(@PathParam("id") String agentId) {
        return drained(agentId, false);
    }

    private AgentView drained(String agentId, boolean drained) {
        if (!agents.drain(agentId, drained)) {
            throw unknown(agentId);
        }
        return one(agentId);
    }

    @DELETE
    @Path("{id}")
    public void remove(@PathParam("id") String agentId) {
        if (!agents.remove(agentId)) {
            throw unknown(agentId);
        }
    }

    private static ProblemException unknown(String agentId) {
        String shown = Names.isId(agentId) ? " " + agentId : "";
        return ProblemException.of(FailureType.NOT_FOUND, "there is no agent" + shown);
    }

    /** The body of a registration; every member may be absent. */
    public record Registration(
            @Nullable String agentId,
            @Nullable Map<String, String> labels,
            @Nullable List<String> upstreams) {}

    /** Its answer. */
    public record Registered(String agentId, String websocketUrl) {}
}
