package io.dispatcher.config.rest;

import io.dispatcher.config.StoredRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/** {@code /api/config/request}: checked like one to execute, kept and given back as it was written. */
@Path("config/request")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class RequestResource {
    @Inject
    private StoredRequest stored;

    @Inject
    private ExecuteRequestParser parser;

    @GET
    public String get() throws SQLException {
        String json = stored.get();
        if (json == null) {
            throw ProblemException.of(FailureType.NOT_FOUND, "No default request is stored; POST one here.");
        }
        return json;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response store(byte[] json, @Context UriInfo uri) throws SQLException {
        try {
            parser.parse(json);
        } catch (InvalidRequestException e) {
            throw new ProblemException(e.failure());
        }
        boolean replaced = stored.get() != null;
        String text = new String(json, StandardCharsets.UTF_8);
        stored.set(text);
        return (replaced ? Response.ok() : Response.created(uri.getAbsolutePath()))
                .entity(text)
                .build();
    }
}
