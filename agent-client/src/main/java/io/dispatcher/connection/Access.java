package io.dispatcher.connection;

import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an agent and a coordinator know each other.
 *
 * @param tokenFile read again at each connection, null without a token
 * @param tls whom the agent trusts; null: whom Java trusts
 */
public record Access(@Nullable Path tokenFile, @Nullable SSLContext tls) {}
