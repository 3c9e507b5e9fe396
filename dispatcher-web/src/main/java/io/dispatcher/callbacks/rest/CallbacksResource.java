package io.dispatcher.callbacks.rest;

import io.dispatcher.callbacks.WebhookSecret;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code /api/callbacks}. */
@Path("callbacks")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class CallbacksResource {
    @Inject
    private WebhookSecret secret;

    /** What receivers verify callbacks with. */
    public record Secret(String secret) {}

    @GET
    @Path("secret")
    public Secret secret() {
        return new Secret(secret.text());
    }
}
