package io.dispatcher.tunnel.proxy;

import io.dispatcher.config.ProxyPort;
import io.dispatcher.config.Settings;
import io.dispatcher.security.Tokens;
import io.dispatcher.tunnel.rest.TunnelDoor;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.lang.System.Logger.Level;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.CustomRequestLog;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Opens the ports of {@code --proxy} with the application, and closes them with it. */
@WebListener
public class ProxyPorts implements ServletContextListener {
    private static final System.Logger ACCESS = System.getLogger("io.dispatcher.access");
    /** The query is left out: it carries secrets. */
    private static final String ACCESS_LINE = "%{local}p %{client}a \"%m %U %H\" %s %O %{ms}T ms";

    private static final int MOST_CONNECTIONS = 8_192;
    private static final int MOST_THREADS = 64;
    private static final int HEADER_BYTES = 64 * 1024;
    private static final long IDLE_MS = 300_000;
    private static final long STOP_MS = 5_000;

    @Inject
    private Settings settings;

    @Inject
    private TunnelDoor door;

    @Inject
    private Tokens tokens;

    private @Nullable Server server;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        List<ProxyPort> ports = settings.proxies();
        if (ports.isEmpty()) {
            return;
        }
        Server opened = server();
        ports.forEach(port -> opened.addConnector(connector(opened, port)));
        server = opened;
        try {
            opened.start();
        } catch (Exception e) {
            throw new IllegalStateException("The ports of --proxy cannot be opened: " + e.getMessage(), e);
        }
    }

    private Server server() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("dispatcher-proxy");
        threads.setDaemon(true);
        Server opened = new Server(threads);
        ServletContextHandler servlets = new ServletContextHandler();
        servlets.setClassLoader(ProxyPorts.class.getClassLoader());
        ServletHolder holder = new ServletHolder(new ProxyServlet(door, tokens));
        holder.setAsyncSupported(true);
        servlets.addServlet(holder, "/*");
        opened.setHandler(servlets);
        opened.setErrorHandler(new Refusals());
        servlets.setErrorHandler(new Refusals());
        opened.setRequestLog(new CustomRequestLog(line -> ACCESS.log(Level.INFO, line), ACCESS_LINE));
        opened.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, opened));
        opened.setStopTimeout(STOP_MS);
        return opened;
    }

    private static ServerConnector connector(Server server, ProxyPort port) {
        HttpConfiguration http = new HttpConfiguration();
        http.setRequestHeaderSize(HEADER_BYTES);
        http.setSendServerVersion(false);
        // Paths belong to the upstream.
        http.setUriCompliance(
                UriCompliance.from("RFC3986,AMBIGUOUS_PATH_SEPARATOR,AMBIGUOUS_PATH_ENCODING,AMBIGUOUS_EMPTY_SEGMENT"));
        ServerConnector connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setName(port.upstream());
        connector.setHost(port.host());
        connector.setPort(port.port());
        connector.setIdleTimeout(IDLE_MS);
        return connector;
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        if (server != null) {
            try {
                server.stop();
            } catch (Exception e) {
                System.getLogger(ProxyPorts.class.getName()).log(Level.DEBUG, "stop", e);
            }
        }
    }
}
