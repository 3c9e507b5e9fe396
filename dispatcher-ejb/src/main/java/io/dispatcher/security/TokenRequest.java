package io.dispatcher.security;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a new token shall be, checked. JDK only.
 *
 * @param agentId only with role agent
 * @param upstreams only with role agent
 * @param lifetime from now on, null: until revoked
 */
public record TokenRequest(
        Role role,
        @Nullable String name,
        @Nullable String agentId,
        Set<String> upstreams,
        @Nullable Duration lifetime) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final int MAX_UPSTREAMS = 50;
    private static final Duration MAX_LIFETIME = Duration.ofDays(3650);

    /** @throws IllegalArgumentException one sentence that names the member */
    public TokenRequest {
        upstreams = Set.copyOf(upstreams);
        check("name", name);
        check("agent_id", agentId);
        upstreams.forEach(upstream -> check("upstreams", upstream));
        if (role != Role.AGENT && (agentId != null || !upstreams.isEmpty())) {
            throw new IllegalArgumentException("agent_id and upstreams are only for role agent");
        }
        if (upstreams.size() > MAX_UPSTREAMS) {
            throw new IllegalArgumentException("upstreams: at most " + MAX_UPSTREAMS);
        }
        if (lifetime != null && (lifetime.isNegative() || lifetime.isZero() || lifetime.compareTo(MAX_LIFETIME) > 0)) {
            throw new IllegalArgumentException(
                    "expires must be more than 0 and at most " + MAX_LIFETIME.toDays() + " days");
        }
    }

    /** The token this makes; its name defaults to its id. */
    Token token(String id, String hash, Instant now) {
        return new Token(
                id,
                name == null ? id : name,
                role,
                hash,
                agentId,
                new TreeSet<>(upstreams),
                now,
                lifetime == null ? null : now.plus(lifetime),
                null);
    }

    private static void check(String member, @Nullable String value) {
        if (value != null && !NAME.matcher(value).matches()) {
            throw new IllegalArgumentException(member + " must match " + NAME.pattern());
        }
    }
}
