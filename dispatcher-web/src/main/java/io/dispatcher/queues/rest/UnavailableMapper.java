package io.dispatcher.queues.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.queues.QueuesUnavailableException;
import io.dispatcher.web.Problems;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger.Level;
import java.util.Map;

/** A broker that is away, or full, is no fault of ours. */
@Provider
public class UnavailableMapper implements ExceptionMapper<QueuesUnavailableException> {
    private static final System.Logger LOG = System.getLogger(UnavailableMapper.class.getName());

    @Override
    public Response toResponse(QueuesUnavailableException away) {
        LOG.log(Level.WARNING, "the broker did not do what it was asked: {0}", away.getMessage());
        return Problems.response(
                new Failure(FailureType.UNAVAILABLE, "The broker does not do this now; try again."), Map.of());
    }
}
