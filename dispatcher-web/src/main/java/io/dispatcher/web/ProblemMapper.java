package io.dispatcher.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.dispatcher.database.DatabaseException;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Map;

/** Every exception out of a resource, or of JAX-RS itself, as a problem. What we did not expect is logged and says nothing about us. */
@Provider
public class ProblemMapper implements ExceptionMapper<Throwable> {
    private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

    @Override
    public Response toResponse(Throwable thrown) {
        if (thrown instanceof ProblemException problem) {
            return Problems.response(problem.failure(), problem.headers());
        }
        if (thrown instanceof WebApplicationException web) {
            return refused(web);
        }
        if (thrown instanceof JsonProcessingException json) {
            return Problems.response(Json.failure(json), Map.of());
        }
        if (databaseAway(thrown)) {
            LOG.log(Level.WARNING, "the database did not answer: {0}", thrown.getMessage());
            return Problems.response(
                    new Failure(FailureType.UNAVAILABLE, "The database did not answer; try again."), Map.of());
        }
        LOG.log(Level.ERROR, "a request failed", thrown);
        return Problems.response(
                new Failure(FailureType.INTERNAL, "Something went wrong on our side; the server's log says what."),
                Map.of());
    }

    private static Response refused(WebApplicationException web) {
        int status = web.getResponse().getStatus();
        if (status >= 300 && status < 400) {
            return web.getResponse();
        }
        String allow = web instanceof NotAllowedException ? web.getResponse().getHeaderString("Allow") : null;
        return Problems.response(StatusFailures.of(status), allow == null ? Map.of() : Map.of("Allow", allow));
    }

    private static boolean databaseAway(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof SQLException || t instanceof DatabaseException) {
                return true;
            }
        }
        return false;
    }
}
