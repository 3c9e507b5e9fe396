package io.dispatcher.security;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who is asking, already validated.
 *
 * @param name of the token; null in open mode, where everybody is the same
 * @param tokenId null in open mode
 * @param agentId the only agent id an agent token may use, null: any
 * @param upstreams the only upstream names an agent token may claim, empty: any
 */
public record Caller(
        @Nullable String name,
        @Nullable String tokenId,
        Role role,
        @Nullable String agentId,
        Set<String> upstreams) {

    /** Everybody, while no token exists. */
    public static final Caller OPEN = new Caller(null, null, Role.ADMIN, null, Set.of());

    /** Somebody without a token at something that needs none. */
    public static final Caller ANONYMOUS = new Caller(null, null, Role.VIEWER, null, Set.of());

    public boolean open() {
        return this == OPEN;
    }

    public boolean may(Role needed) {
        return open() || role.includes(needed);
    }

    /** True if this caller may be the agent of that id: open mode, an admin, or an agent token that is not bound to another. */
    public boolean mayBeAgent(String id) {
        return open() || role == Role.ADMIN || (role == Role.AGENT && (agentId == null || agentId.equals(id)));
    }

    /** True if this caller may claim that upstream's name as an agent. */
    public boolean mayClaim(String upstream) {
        return open()
                || role == Role.ADMIN
                || (role == Role.AGENT && (upstreams.isEmpty() || upstreams.contains(upstream)));
    }

    /** The key of limits and idempotency. */
    public String key() {
        return tokenId == null ? "" : tokenId;
    }
}
