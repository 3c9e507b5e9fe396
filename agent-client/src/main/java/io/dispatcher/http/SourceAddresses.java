package io.dispatcher.http;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** The agent's own addresses, asked before one is bound. */
@FunctionalInterface
public interface SourceAddresses {
    /** The address to bind, or null when this agent does not own it (any more). */
    @Nullable
    InetAddress owned(String address);
}
