package io.dispatcher.monitors.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.monitors.Monitor;
import io.dispatcher.monitors.Monitors;
import io.dispatcher.monitors.ResultQuery;
import io.dispatcher.security.Caller;
import io.dispatcher.web.Page;
import io.dispatcher.web.ProblemException;
import io.dispatcher.web.QueryParameterFilter.Known;
import io.dispatcher.web.QueryParameters;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code /api/monitors}. */
@Path("monitors")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MonitorsResource {
    @Inject
    private Monitors monitors;

    @Context
    private HttpServletRequest request;

    @GET
    public Page<ObjectNode> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        return Page.of(monitors.all(), Monitor::id, Monitors::shown, limit, cursor);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] json, @Context UriInfo uri) throws SQLException {
        Monitors.Answer.Done made = done(monitors.create(json, caller()));
        return Response.created(uri.getAbsolutePathBuilder().path(made.id()).build())
                .entity(made.monitor())
                .build();
    }

    @GET
    @Path("{id}")
    public ObjectNode one(@PathParam("id") String id) throws SQLException {
        return done(monitors.find(id)).monitor();
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ObjectNode replace(@PathParam("id") String id, byte[] json) throws SQLException {
        return done(monitors.replace(id, json, caller())).monitor();
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) throws SQLException {
        if (!monitors.delete(id, caller())) {
            throw missing();
        }
    }

    @POST
    @Path("{id}/pause")
    public ObjectNode pause(@PathParam("id") String id) throws SQLException {
        return done(monitors.pause(id, true, caller())).monitor();
    }

    @POST
    @Path("{id}/resume")
    public ObjectNode resume(@PathParam("id") String id) throws SQLException {
        return done(monitors.pause(id, false, caller())).monitor();
    }

    @GET
    @Path("{id}/results")
    @Known("*")
    public ObjectNode results(@PathParam("id") String id, @Context UriInfo uri) throws SQLException {
        return page(uri, ResultQuery.PARAMETERS, query -> monitors.results(id, query));
    }

    @GET
    @Path("{id}/changes")
    @Known("*")
    public ObjectNode changes(@PathParam("id") String id, @Context UriInfo uri) throws SQLException {
        return page(uri, ResultQuery.UNSTEPPED, query -> monitors.changes(id, query));
    }

    private interface Pages {
        @Nullable
        ObjectNode of(ResultQuery query) throws SQLException;
    }

    private static ObjectNode page(UriInfo uri, List<String> parameters, Pages pages) throws SQLException {
        try {
            ObjectNode page = pages.of(ResultQuery.parse(QueryParameters.of(uri, parameters)));
            if (page == null) {
                throw missing();
            }
            return page;
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    /** Token name, null in open mode. */
    private @Nullable String caller() {
        return request.getAttribute(SecurityFilter.CALLER) instanceof Caller caller ? caller.name() : null;
    }

    private static Monitors.Answer.Done done(Monitors.Answer answer) {
        if (answer instanceof Monitors.Answer.Refused refused) {
            throw new ProblemException(refused.failure());
        }
        return (Monitors.Answer.Done) answer;
    }

    private static ProblemException missing() {
        return ProblemException.of(FailureType.NOT_FOUND, "There is no monitor of that id.");
    }
}
