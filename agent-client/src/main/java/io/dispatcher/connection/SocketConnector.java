package io.dispatcher.connection;

import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLContext;
import org.glassfish.grizzly.threadpool.ThreadPoolConfig;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.client.ClientProperties;
import org.glassfish.tyrus.client.SslEngineConfigurator;
import org.glassfish.tyrus.container.grizzly.client.GrizzlyClientProperties;
import org.glassfish.tyrus.core.HandshakeException;
import org.jspecify.annotations.Nullable;

/** Opens the WebSocket to a coordinator. */
final class SocketConnector {
    private static final int HANDSHAKE_MS = 10_000;
    private static final int INCOMING_BYTES = Frame.MAX_MESSAGE_BYTES + 1024;

    private final @Nullable Path tokenFile;
    private final @Nullable SSLContext tls;
    private final ThreadFactory writers;
    private final ClientManager client = ClientManager.createClient();

    SocketConnector(Access access, ThreadFactory writers) {
        this.tokenFile = access.tokenFile();
        this.tls = access.tls();
        this.writers = writers;
        Map<String, Object> properties = client.getProperties();
        properties.put(ClientProperties.HANDSHAKE_TIMEOUT, HANDSHAKE_MS);
        properties.put(ClientProperties.INCOMING_BUFFER_SIZE, INCOMING_BYTES);
        properties.put(GrizzlyClientProperties.SELECTOR_THREAD_POOL_CONFIG, pool("agent-socket-select"));
        properties.put(GrizzlyClientProperties.WORKER_THREAD_POOL_CONFIG, pool("agent-socket-read"));
        client.setDefaultMaxBinaryMessageBufferSize(Frame.MAX_MESSAGE_BYTES);
    }

    private static ThreadPoolConfig pool(String name) {
        return ThreadPoolConfig.defaultConfig()
                .setPoolName(name)
                .setCorePoolSize(1)
                .setMaxPoolSize(1)
                .setDaemon(true);
    }

    /** Connects, or ends the channel with why not. */
    void connect(CoordinatorUrl url, Channel channel) {
        try {
            ClientEndpointConfig config = ClientEndpointConfig.Builder.create()
                    .preferredSubprotocols(List.of(Frame.SUBPROTOCOL))
                    .configurator(new Credentials(token()))
                    .build();
            trust(url);
            client.connectToServer(new SocketEndpoint(channel, writers), config, url.socket());
        } catch (DeploymentException | IOException | RuntimeException e) {
            channel.end(refused(e));
        }
    }

    // Tyrus speaks TLS to plain ports too as soon as it has this.
    private void trust(CoordinatorUrl url) {
        if (tls != null && url.socket().getScheme().equals("wss")) {
            client.getProperties().put(ClientProperties.SSL_ENGINE_CONFIGURATOR, new SslEngineConfigurator(tls));
        } else {
            client.getProperties().remove(ClientProperties.SSL_ENGINE_CONFIGURATOR);
        }
    }

    private @Nullable String token() throws IOException {
        return tokenFile == null ? null : Files.readString(tokenFile).strip();
    }

    private static Closed refused(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof HandshakeException handshake) {
                return switch (handshake.getHttpStatusCode()) {
                    case 401 -> new Closed(CloseCode.NO_TOKEN, "the coordinator wants a valid token");
                    case 403 -> new Closed(CloseCode.NOT_YOUR_ID, "the token is not for this");
                    case 301, 302, 307, 308 ->
                        new Closed(null, "the coordinator redirects: it wants https, name that URL");
                    default -> new Closed(null, "the coordinator answered HTTP " + handshake.getHttpStatusCode());
                };
            }
        }
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new Closed(null, String.valueOf(root.getMessage()));
    }

    private static final class Credentials extends ClientEndpointConfig.Configurator {
        private final @Nullable String token;

        Credentials(@Nullable String token) {
            this.token = token;
        }

        @Override
        public void beforeRequest(Map<String, List<String>> headers) {
            if (token != null) {
                headers.put("Authorization", List.of("Bearer " + token));
            }
        }
    }
}
