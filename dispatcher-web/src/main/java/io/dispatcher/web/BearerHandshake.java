package io.dispatcher.web;

import io.dispatcher.security.Caller;
import io.dispatcher.security.Tokens;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries a WebSocket handshake's bearer token to its endpoint. */
public final class BearerHandshake extends ServerEndpointConfig.Configurator {
    private static final String AUTHORIZATION = "io.dispatcher.authorization";
    private static final String BEARER = "Bearer ";

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        List<String> values = request.getHeaders().getOrDefault("Authorization", List.of());
        config.getUserProperties().put(AUTHORIZATION, values.isEmpty() ? "" : values.get(0));
    }

    /** Who connects; null if they have no valid token and one is needed. */
    public static @Nullable Caller caller(Session socket, Tokens tokens) {
        if (tokens.open()) {
            return Caller.OPEN;
        }
        Object header = socket.getUserProperties().get(AUTHORIZATION);
        if (!(header instanceof String text) || !text.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        return tokens.check(text.substring(BEARER.length()).strip());
    }
}
