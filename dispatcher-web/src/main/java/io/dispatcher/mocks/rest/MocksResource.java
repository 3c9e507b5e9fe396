package io.dispatcher.mocks.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.history.History;
import io.dispatcher.mocks.Mocks;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code /api/mocks}. */
@Path("mocks")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MocksResource {
    @Inject
    private Mocks mocks;

    @Inject
    private History history;

    @Context
    private HttpServletRequest request;

    @GET
    public Page<ObjectNode> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return Page.of(mocks.all(), mock -> mock.path("id").asText(), mock -> mock, limit, cursor);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(byte[] json, @Context UriInfo uri) {
        Mocks.Answer.Done made = done(mocks.create(json, caller()));
        return Response.created(uri.getAbsolutePathBuilder().path(made.id()).build())
                .entity(made.mock())
                .build();
    }

    @GET
    @Path("{id}")
    public ObjectNode one(@PathParam("id") String id) {
        return done(mocks.find(id)).mock();
    }

    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public ObjectNode replace(@PathParam("id") String id, byte[] json) {
        return done(mocks.replace(id, json, caller())).mock();
    }

    @DELETE
    @Path("{id}")
    public void delete(@PathParam("id") String id) {
        if (!mocks.delete(id, caller())) {
            throw ProblemException.of(FailureType.NOT_FOUND, "There is no mock of that id.");
        }
    }

    /** Scenarios in their first states, faults and numbers from their beginning. */
    @POST
    @Path("reset")
    public void reset() {
        mocks.reset(caller());
    }

    /** The answer that a record of the history has, from now on without anybody behind it. */
    @POST
    @Path("from-history/{id}")
    public Response fromHistory(@PathParam("id") String id, byte[] json, @Context UriInfo uri) {
        Mocks.Answer.Done made = done(mocks.create(record(id), json, caller()));
        return Response.created(
                        uri.getBaseUriBuilder().path("mocks").path(made.id()).build())
                .entity(made.mock())
                .build();
    }

    private History.Whole record(String id) {
        try {
            return history.await(UUID.fromString(id)).orElseThrow(MocksResource::noRecord);
        } catch (IllegalArgumentException e) {
            throw noRecord();
        }
    }

    private static ProblemException noRecord() {
        return ProblemException.of(FailureType.NOT_FOUND, "The history has no record of that id.");
    }

    /** Token name, null in open mode. */
    private @Nullable String caller() {
        return request.getAttribute(SecurityFilter.CALLER) instanceof Caller caller ? caller.name() : null;
    }

    private static Mocks.Answer.Done done(Mocks.Answer answer) {
        if (answer instanceof Mocks.Answer.Refused refused) {
            throw new ProblemException(refused.failure());
        }
        return (Mocks.Answer.Done) answer;
    }
}
