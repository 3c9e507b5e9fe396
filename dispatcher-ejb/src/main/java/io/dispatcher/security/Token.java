package io.dispatcher.security;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is kept: never its secret.
 *
 * @param name unique among the valid ones; the user name at the broker
 * @param hash SHA-256 of the secret, hex
 */
public record Token(
        String id,
        String name,
        Role role,
        String hash,
        @Nullable String agentId,
        Set<String> upstreams,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt) {
    public Token {
        upstreams = Set.copyOf(upstreams);
    }

    public boolean valid(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    Caller caller() {
        return new Caller(name, id, role, agentId, upstreams);
    }
}
