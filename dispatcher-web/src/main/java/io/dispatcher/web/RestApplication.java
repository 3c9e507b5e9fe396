package io.dispatcher.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;

/** Everything annotated below {@code /api} that is not a servlet of its own (an exact servlet path wins). */
@ApplicationPath("/api")
public class RestApplication extends Application {
    @Override
    public Map<String, Object> getProperties() {
        return Map.of(
                "jersey.config.server.wadl.disableWadl", true,
                "jersey.config.server.response.setStatusOverSendError", true,
                "jersey.config.disableMoxyJson", true,
                // Two providers of equal rank: the order in which the server finds them is not ours to trust.
                "jersey.config.disableJsonBinding", true,
                "jersey.config.beanValidation.disable.server", true);
    }
}
