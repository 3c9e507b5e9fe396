package io.dispatcher.agents.ws;

import io.dispatcher.security.Caller;
import io.dispatcher.security.Role;
import io.dispatcher.security.Tokens;
import jakarta.websocket.HandshakeResponse;
import jakarta.websocket.Session;
import jakarta.websocket.server.HandshakeRequest;
import jakarta.websocket.server.ServerEndpointConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries the handshake's bearer token to the endpoint. */
public final class AgentHandshake extends ServerEndpointConfig.Configurator {
    private static final String AUTHORIZATION = "io.dispatcher.authorization";
    private static final String BEARER = "Bearer ";

    @Override
    public void modifyHandshake(ServerEndpointConfig config, HandshakeRequest request, HandshakeResponse response) {
        List<String> values = request.getHeaders().getOrDefault("Authorization", List.of());
        config.getUserProperties().put(AUTHORIZATION, values.isEmpty() ? "" : values.get(0));
    }

    /** Who connects, if they may be an agent; null if not. */
    static @Nullable Caller caller(Session socket, Tokens tokens) {
        if (tokens.open()) {
            return Caller.OPEN;
        }
        Object header = socket.getUserProperties().get(AUTHORIZATION);
        if (!(header instanceof String text) || !text.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return null;
        }
        Caller caller = tokens.check(text.substring(BEARER.length()).strip());
        return caller != null && (caller.role() == Role.AGENT || caller.role() == Role.ADMIN) ? caller : null;
    }
}
