package io.dispatcher.target;

import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** The built-in target on one port, HTTP/1.1 and HTTP/2 without TLS. {@link #close} may be called from any thread. */
public final class TargetServer implements AutoCloseable {
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    // A connection holds its response header buffer while it answers: thousands of connections must fit a small heap.
    private static final int RESPONSE_HEADER_BYTES = 4 * 1024;
    private static final int MAX_CONNECTIONS = 16_384;
    private static final int MAX_THREADS = 64;
    private static final int BACKLOG = 1024;
    // Longer than the longest answer that is silent on purpose.
    private static final long IDLE_MILLIS = SlowRoutes.MAX_DELAY_MILLIS + 15_000;
    private static final long STOP_MILLIS = 2_000;
    // Quiet about what peers get wrong: they are answered. Held here because java.util.logging forgets the level of a
    // logger nobody holds.
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    private final TargetSettings settings;
    private final Server server;
    private final ServerConnector connector;

    public TargetServer(TargetSettings settings) {
        JETTY.setLevel(Level.SEVERE);
        this.settings = settings;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS, 4);
        threads.setName("target");
        this.server = new Server(threads);
        HttpConfiguration http = httpConfiguration();
        this.connector = new ServerConnector(
                server, 1, 1, new HttpConnectionFactory(http), new HTTP2CServerConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE_MILLIS);
        connector.setAcceptQueueSize(BACKLOG);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(MAX_CONNECTIONS, server));
        server.setErrorHandler(new PlainErrors());
        server.setHandler(new TargetHandler(Routes.of(settings.directory()), mocks(settings.mocks())));
        server.setStopTimeout(STOP_MILLIS);
    }

    private static @Nullable MockPort mocks(TargetSettings.@Nullable Mocks mocks) {
        return mocks == null ? null : new MockPort(mocks.coordinators(), mocks.token(), mocks.tls());
    }

    private static HttpConfiguration httpConfiguration() {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setResponseHeaderSize(RESPONSE_HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setUriCompliance(UriCompliance.DEFAULT);
        http.setOutputAggregationSize(0);
        return http;
    }

    /** Binds and serves; an address or port that cannot be had is an {@link IOException}. */
    public void start() throws IOException {
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new IOException(e);
        }
    }

    /** The port in use, once started. */
    public int port() {
        return connector.getLocalPort();
    }

    /** The base URL in use, once started. */
    public String url() {
        String host = settings.host();
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Ends what runs, for at most two seconds, and frees the port. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger(TargetServer.class.getName()).log(System.Logger.Level.DEBUG, "stop", e);
        }
        connector.close();
    }
}
