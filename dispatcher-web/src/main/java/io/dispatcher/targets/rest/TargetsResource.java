package io.dispatcher.targets.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.security.Caller;
import io.dispatcher.targets.Target;
import io.dispatcher.targets.Targets;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** {@code /api/targets}. */
@Path("targets")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TargetsResource {
    @Inject
    private Targets targets;

    @Context
    private HttpServletRequest request;

    @GET
    public Page<ObjectNode> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor)
            throws SQLException {
        return Page.of(targets.all(), Target::id, Targets::shown, limit, cursor);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] json, @Context UriInfo uri) throws SQLException {
        Targets.Answer.Done made = done(targets.create(json, caller()));
        return Response.created(uri.getAbsolutePathBuilder().path(made.id()).build())
                .entity(made.target())
                .build();
    }

    @GET
    @Path("{id}")
    public ObjectNode one(@PathParam("id") String id) throws SQLException {
        return done(targets.find(id)).target();
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ObjectNode replace(@PathParam("id") String id, byte[] json) throws SQLException {
        return done(targets.replace(id, json, caller())).target();
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) throws SQLException {
        if (!targets.delete(id, caller())) {
            throw ProblemException.of(FailureType.NOT_FOUND, "There is no target of that id.");
        }
    }

    /** Token name, null in open mode. */
    private @Nullable String caller() {
        return request.getAttribute(SecurityFilter.CALLER) instanceof Caller caller ? caller.name() : null;
    }

    private static Targets.Answer.Done done(Targets.Answer answer) {
        if (answer instanceof Targets.Answer.Refused refused) {
            throw new ProblemException(refused.failure());
        }
        return (Targets.Answer.Done) answer;
    }
}
