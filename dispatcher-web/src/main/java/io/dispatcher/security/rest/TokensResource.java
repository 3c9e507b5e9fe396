package io.dispatcher.security.rest;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.security.NewToken;
import io.dispatcher.security.Role;
import io.dispatcher.security.Token;
import io.dispatcher.security.TokenRequest;
import io.dispatcher.security.Tokens;
import io.dispatcher.web.Page;
import io.dispatcher.web.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/tokens}. */
@Path("tokens")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {
    @Inject
    private Tokens tokens;

    /**
     * A token to make.
     *
     * @param expires null: until it is revoked
     */
    public record Wanted(
            @Nullable String role,
            @Nullable String name,
            @Nullable String agentId,
            @Nullable List<String> upstreams,
            @Nullable Instant expires) {}

    /** A token that was made; its secret is never shown again. */
    public record Made(
            String token,
            String id,
            String role,
            String name,
            @Nullable String agentId,
            Set<String> upstreams,
            Instant createdAt,
            @Nullable Instant expires) {
        static Made of(NewToken made) {
            Token token = made.token();
            return new Made(
                    made.secret(),
                    token.id(),
                    token.role().tag(),
                    token.name(),
                    token.agentId(),
                    token.upstreams(),
                    token.createdAt(),
                    token.expiresAt());
        }
    }

    /** A token without its secret. */
    public record Listed(
            String id,
            String role,
            String name,
            @Nullable String agentId,
            Set<String> upstreams,
            Instant createdAt,
            @Nullable Instant expires,
            @Nullable Instant revokedAt) {
        static Listed of(Token token) {
            return new Listed(
                    token.id(),
                    token.role().tag(),
                    token.name(),
                    token.agentId(),
                    token.upstreams(),
                    token.createdAt(),
                    token.expiresAt(),
                    token.revokedAt());
        }
    }

    @GET
    public Page<Listed> list(
            @QueryParam("limit") @Nullable String limit, @QueryParam("cursor") @Nullable String cursor) {
        return Page.of(tokens.all(), Token::id, Listed::of, limit, cursor);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(Wanted wanted, @Context UriInfo uri) throws SQLException {
        try {
            NewToken made = tokens.create(request(wanted));
            return Response.created(
                            uri.getAbsolutePathBuilder().path(made.token().id()).build())
                    .entity(Made.of(made))
                    .build();
        } catch (Tokens.NameTakenException e) {
            throw ProblemException.of(FailureType.CONFLICT, "name: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw ProblemException.of(FailureType.INVALID_REQUEST, String.valueOf(e.getMessage()));
        }
    }

    @DELETE
    @Path("{id}")
    public void revoke(@PathParam("id") String id) throws SQLException {
        if (!tokens.revoke(id)) {
            throw ProblemException.of(FailureType.NOT_FOUND, "There is no token of that id.");
        }
    }

    private static TokenRequest request(Wanted wanted) {
        Role role = wanted.role() == null ? null : Role.of(wanted.role());
        if (role == null) {
            throw new IllegalArgumentException("role must be one of viewer, operator, admin, agent");
        }
        Set<String> upstreams = wanted.upstreams() == null ? Set.of() : unique(wanted.upstreams());
        Duration lifetime = wanted.expires() == null ? null : Duration.between(Instant.now(), wanted.expires());
        return new TokenRequest(role, wanted.name(), wanted.agentId(), upstreams, lifetime);
    }

    private static Set<String> unique(List<@Nullable String> names) {
        for (String name : names) {
            if (name == null) {
                throw new IllegalArgumentException("upstreams must not contain null");
            }
        }
        return new java.util.TreeSet<>(names);
    }
}
