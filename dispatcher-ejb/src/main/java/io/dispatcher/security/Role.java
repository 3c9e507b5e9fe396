package io.dispatcher.security;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a token may do. Viewer, operator and admin each include the one before; agent stands apart. */
public enum Role {
    /** Every GET. */
    VIEWER,
    /** Viewer, and execute, ping, tunnel, lab, drain. */
    OPERATOR,
    /** Operator, and remove agents, tokens, dead letters, secrets. */
    ADMIN,
    /** Its own channel only. */
    AGENT;

    /** As the API and the command line write it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True if this role may do what the other one may. */
    public boolean includes(Role other) {
        return this == other || (this != AGENT && other != AGENT && ordinal() >= other.ordinal());
    }

    /** The role with this tag, or null. */
    public static @Nullable Role of(String tag) {
        for (Role role : values()) {
            if (role.tag().equals(tag)) {
                return role;
            }
        }
        return null;
    }
}
