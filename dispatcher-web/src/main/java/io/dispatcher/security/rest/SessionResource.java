package io.dispatcher.security.rest;

import io.dispatcher.config.NodeName;
import io.dispatcher.config.Settings;
import io.dispatcher.security.Caller;
import io.dispatcher.web.SecurityFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import org.jspecify.annotations.Nullable;

/** {@code /api/session}: who asks, so that a page shows no more than that one may do. */
@Path("session")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class SessionResource {
    @Inject
    private Settings settings;

    /**
     * Who asks, and whom.
     *
     * @param name of the token, null in open mode
     * @param open no token exists, so that everybody on the machine is administrator
     * @param demoToken visitors are asked for the demo token besides
     */
    public record Session(
            @Nullable String name, String role, boolean open, String node, boolean demoToken, boolean liveEvents) {}

    @GET
    public Session session(@Context HttpServletRequest request) {
        Caller caller = (Caller) request.getAttribute(SecurityFilter.CALLER);
        return new Session(
                caller.name(),
                caller.role().tag(),
                caller.open(),
                NodeName.resolve(settings),
                settings.playground().demoToken() != null,
                settings.liveEvents().enabled());
    }
}
