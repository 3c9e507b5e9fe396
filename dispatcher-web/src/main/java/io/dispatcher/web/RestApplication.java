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
                // JSON is ours alone (JsonProvider): a feature of this name does not exist, so that neither the
                // server's Jackson nor its
                // JSON-B takes part. Among providers of equal rank the order in which the server finds them would
                // decide.
                "jersey.config.jsonFeature", "none",
                "jersey.config.server.jsonFeature", "none",
                "jersey.config.beanValidation.disable.server", true);
    }
}
