package io.dispatcher.http;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** A server that takes only what can be read in one way, from at most 8,192 connections, heads up to 64 KiB. Not thread-safe until it is started. */
public final class HardenedServer extends Server {
    private static final int MOST_CONNECTIONS = 8_192;
    private static final int HEADER_BYTES = 64 * 1024;
    private static final long IDLE_MS = 300_000;
    private static final long STOP_MS = 5_000;
    /** Held here: java.util.logging forgets the level of a logger nobody holds. What peers get wrong is answered, not logged. */
    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");

    /**
     * One without a port yet.
     *
     * @param name of its threads
     * @param handler for what was found fit
     */
    public HardenedServer(String name, int mostThreads, Handler handler) {
        super(threads(name, mostThreads));
        JETTY.setLevel(Level.SEVERE);
        setErrorHandler(new ProblemHandler());
        setHandler(new UnambiguousHandler(handler));
        addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, this));
        setStopTimeout(STOP_MS);
    }

    private static QueuedThreadPool threads(String name, int most) {
        QueuedThreadPool threads = new QueuedThreadPool(most, 2);
        threads.setName(name);
        threads.setDaemon(true);
        return threads;
    }

    /** One more port, not yet open; 0 = any. */
    public ServerConnector listen(String host, int port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        http.setHttpCompliance(HttpCompliance.STRICT);
        // Paths belong to the upstream.
        http.setUriCompliance(
                UriCompliance.from("RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,AMBIGUOUS_EMPTY_SEGMENT"));
        ServerConnector connector = new ServerConnector(this, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE_MS);
        addConnector(connector);
        return connector;
    }
}
