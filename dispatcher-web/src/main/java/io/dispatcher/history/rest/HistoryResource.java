package io.dispatcher.history.rest;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryQuery;
import io.dispatcher.web.ProblemException;
import io.dispatcher.web.QueryParameterFilter.Known;
import io.dispatcher.web.QueryParameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code /api/history}. */
@Path("history")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class HistoryResource {
    private static final String FORMAT = "format";
    private static final List<String> LIST =
            Stream.concat(HistoryQuery.PARAMETERS.stream(), Stream.of(FORMAT)).toList();
    /** With their bodies they are some megabytes. */
    private static final int MOST_WHOLE = 100;

    @Inject
    private History history;

    @GET
    @Known("*")
    public Object list(@Context UriInfo uri) {
        Map<String, String> asked = QueryParameters.of(uri, LIST);
        String format = asked.remove(FORMAT);
        try {
            HistoryQuery query = HistoryQuery.parse(asked);
            if (format == null) {
                return HistoryList.of(history.list(query));
            }
            if (!format.equals("har")) {
                throw ProblemException.of(FailureType.INVALID_REQUEST, "format of a list must be har");
            }
            if (query.limit() > MOST_WHOLE) {
                throw ProblemException.of(
                        FailureType.INVALID_REQUEST, "limit must be at most " + MOST_WHOLE + " with format=har");
            }
            return HarForm.of(history.wholes(query));
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @GET
    @Path("{id}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_PLAIN})
    public Response one(@PathParam("id") String id, @QueryParam(FORMAT) @Nullable String format) {
        WholeRecord whole = history.await(uuid(id)).map(WholeRecord::of).orElseThrow(() -> missing(id));
        if (format == null) {
            return Response.ok(whole, MediaType.APPLICATION_JSON_TYPE).build();
        }
        return switch (format) {
            case "har" ->
                Response.ok(HarForm.of(whole), MediaType.APPLICATION_JSON_TYPE).build();
            case "curl" ->
                Response.ok(CurlForm.of(whole), "text/plain;charset=utf-8").build();
            default -> throw ProblemException.of(FailureType.INVALID_REQUEST, "format must be har or curl");
        };
    }

    private static UUID uuid(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            if (uuid.toString().equalsIgnoreCase(id)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // an id nobody can have: not there either
        }
        throw missing(id);
    }

    private static ProblemException missing(String id) {
        return ProblemException.of(
                FailureType.NOT_FOUND,
                "The history has no record " + (id.length() > 64 ? id.substring(0, 64) : id) + ".");
    }
}
