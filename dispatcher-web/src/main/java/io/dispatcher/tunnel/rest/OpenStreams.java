package io.dispatcher.tunnel.rest;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The exchanges whose bodies an agent may fetch or bring, by the token that is good for one of them. As many as the dispatcher admits. Thread-safe. */
@ApplicationScoped
public class OpenStreams {
    private static final int TOKEN_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, TunnelExchange> open = new ConcurrentHashMap<>();

    /** @return its token */
    String open(TunnelExchange exchange) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        String token = HexFormat.of().formatHex(bytes);
        open.put(token, exchange);
        return token;
    }

    void close(String token) {
        open.remove(token);
    }

    @Nullable
    TunnelExchange find(@Nullable String token) {
        return token == null ? null : open.get(token);
    }
}
