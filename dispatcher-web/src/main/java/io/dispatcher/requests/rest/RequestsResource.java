package io.dispatcher.requests.rest;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.requests.RequestStatus;
import io.dispatcher.requests.Requests;
import io.dispatcher.web.ProblemException;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import java.util.UUID;

/** Durable requests after their acceptance. */
@Path("requests")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RequestsResource {
    @Inject
    private Requests requests;

    @GET
    @Path("{id}")
    public Response one(@PathParam("id") String id) {
        return Response.ok(found(id).json()).build();
    }

    @DELETE
    @Path("{id}")
    public Response cancel(@PathParam("id") String id) {
        RequestStatus status = found(id);
        if (status.state().last()) {
            throw ProblemException.of(
                    FailureType.CONFLICT,
                    "request " + status.id() + " is " + status.state().tag() + " already");
        }
        requests.cancel(status.id());
        return Response.accepted(status.json()).build();
    }

    private RequestStatus found(String id) {
        RequestStatus status;
        try {
            status = requests.status(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            status = null;
        } catch (SQLException e) {
            throw ProblemException.of(FailureType.UNAVAILABLE, "the database cannot be asked now");
        }
        if (status == null) {
            throw ProblemException.of(FailureType.NOT_FOUND, "there is no such request, or it is forgotten");
        }
        return status;
    }
}
