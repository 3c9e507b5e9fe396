package io.dispatcher.scenarios.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.scenarios.RunSummary;
import io.dispatcher.scenarios.Runs;
import io.dispatcher.scenarios.Scenarios;
import io.dispatcher.scenarios.StoredScenario;
import io.dispatcher.security.Caller;
import io.dispatcher.web.Page;
import io.dispatcher.web.ProblemException;
import io.dispatcher.web.SecurityFilter;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/scenarios}. */
@Path("scenarios")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class ScenariosResource {
    @Inject
    private Scenarios scenarios;

    @Inject
    private Runs runs;

    @Inject
    private ReportWaits waits;

    @Context
    private HttpServletRequest request;

    @GET
    public Page<ObjectNode> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        return Page.of(scenarios.all(), StoredScenario::id, Scenarios::shown, limit, cursor);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] json, @Context UriInfo uri) throws SQLException {
        return created(done(scenarios.create(json, caller())), uri);
    }

    @POST
    @Consumes(YamlBody.TYPE)
    public Response createOfYaml(byte[] yaml, @Context UriInfo uri) throws SQLException {
        YamlBody body = YamlBody.of(yaml);
        return created(done(body.placed(scenarios.create(body.json(), caller()))), uri);
    }

    private static Response created(Scenarios.Answer.Done made, UriInfo uri) {
        return Response.created(uri.getAbsolutePathBuilder().path(made.id()).build())
                .entity(made.scenario())
                .build();
    }

    @GET
    @Path("{id}")
    public ObjectNode one(@PathParam("id") String id) throws SQLException {
        return done(scenarios.find(id)).scenario();
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ObjectNode replace(@PathParam("id") String id, byte[] json) throws SQLException {
        return done(scenarios.replace(id, json, caller())).scenario();
    }

    @PUT
    @Path("{id}")
    @Consumes(YamlBody.TYPE)
    public ObjectNode replaceByYaml(@PathParam("id") String id, byte[] yaml) throws SQLException {
        YamlBody body = YamlBody.of(yaml);
        return done(body.placed(scenarios.replace(id, body.json(), caller()))).scenario();
    }

    /** The same as JSON; it is not checked, and stored nowhere. */
    @POST
    @Path("json")
    @Consumes(YamlBody.TYPE)
    public ObjectNode asJson(byte[] yaml) {
        return YamlBody.of(yaml).tree();
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) throws SQLException {
        if (!scenarios.delete(id, caller())) {
            throw ProblemException.of(FailureType.NOT_FOUND, "There is no scenario of that id.");
        }
    }

    @POST
    @Path("{id}/run")
    public Response run(@PathParam("id") String id, byte[] json, @QueryParam("wait") @Nullable String wait)
            throws SQLException {
        return waits.begin(wait, ended -> runs.begin(id, json, caller(), ended));
    }

    /** One that is stored nowhere. */
    @POST
    @Path("run")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response runOnce(byte[] json, @QueryParam("wait") @Nullable String wait) throws SQLException {
        return waits.begin(wait, ended -> runs.begin(json, caller(), ended));
    }

    @POST
    @Path("run")
    @Consumes(YamlBody.TYPE)
    public Response runYamlOnce(byte[] yaml, @QueryParam("wait") @Nullable String wait) throws SQLException {
        byte[] json = YamlBody.of(yaml).json();
        return waits.begin(wait, ended -> runs.begin(json, caller(), ended));
    }

    @GET
    @Path("{id}/runs")
    public Page<RunSummary> runs(
            @PathParam("id") String id,
            @QueryParam("limit") @Nullable String limit,
            @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        List<RunSummary> all = runs.of(id);
        if (all == null) {
            throw ProblemException.of(FailureType.NOT_FOUND, "There is no scenario of that id.");
        }
        return Page.of(all, RunSummary::runId, run -> run, limit, cursor);
    }

    @GET
    @Path("runs/{run_id}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.APPLICATION_XML, MediaType.TEXT_HTML})
    public Response report(
            @PathParam("run_id") String runId,
            @QueryParam("format") @Nullable String format,
            @Context HttpHeaders headers)
            throws SQLException {
        ReportFormat chosen = ReportFormat.of(format, headers.getAcceptableMediaTypes());
        ObjectNode report = runs.report(runId);
        if (report == null) {
            throw missing();
        }
        return Response.ok(chosen.render(report), chosen.mediaType())
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
                .build();
    }

    /** Ends a run that goes on, forgets one that is over. */
    @DELETE
    @Path("runs/{run_id}")
    public void deleteRun(@PathParam("run_id") String runId) throws SQLException {
        if (!runs.delete(runId)) {
            throw missing();
        }
    }

    private static ProblemException missing() {
        return ProblemException.of(FailureType.NOT_FOUND, "There is no run of that id.");
    }

    /** Token name, null in open mode. */
    private @Nullable String caller() {
        return request.getAttribute(SecurityFilter.CALLER) instanceof Caller caller ? caller.name() : null;
    }

    private static Scenarios.Answer.Done done(Scenarios.Answer answer) {
        if (answer instanceof Scenarios.Answer.Refused refused) {
            throw new ProblemException(refused.failure());
        }
        return (Scenarios.Answer.Done) answer;
    }
}
