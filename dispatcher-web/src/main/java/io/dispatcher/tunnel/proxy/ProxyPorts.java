package io.dispatcher.tunnel.proxy;

import io.dispatcher.config.ProxyPort;
import io.dispatcher.config.Settings;
import io.dispatcher.http.HardenedServer;
import io.dispatcher.http.ProblemHandler;
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
import org.eclipse.jetty.server.CustomRequestLog;
import org.jspecify.annotations.Nullable;

/** Opens the ports of {@code --proxy} with the application, and closes them with it. */
@WebListener
public class ProxyPorts implements ServletContextListener {
    private static final System.Logger ACCESS = System.getLogger("io.dispatcher.access");
    /** The query is left out: it carries secrets. */
    private static final String ACCESS_LINE = "%{local}p %{client}a \"%m %U %H\" %s %O %{ms}T ms";

    private static final int MOST_THREADS = 64;

    @Inject
    private Settings settings;

    @Inject
    private TunnelDoor door;

    @Inject
    private Tokens tokens;

    private @Nullable HardenedServer server;

    @Override
    public void contextInitialized(ServletContextEvent event) {
        List<ProxyPort> ports = settings.proxies();
        if (ports.isEmpty()) {
            return;
        }
        HardenedServer opened = server();
        ports.forEach(port -> opened.listen(port.host(), port.port()).setName(port.upstream()));
        server = opened;
        try {
            opened.start();
        } catch (Exception e) {
            throw new IllegalStateException("The ports of --proxy cannot be opened: " + e.getMessage(), e);
        }
    }

    private HardenedServer server() {
        ServletContextHandler servlets = new ServletContextHandler();
        servlets.setClassLoader(ProxyPorts.class.getClassLoader());
        servlets.setErrorHandler(new ProblemHandler());
        ServletHolder holder = new ServletHolder(new ProxyServlet(door, tokens, settings.proxyTokenRequired()));
        holder.setAsyncSupported(true);
        servlets.addServlet(holder, "/*");
        HardenedServer opened = new HardenedServer("dispatcher-proxy", MOST_THREADS, servlets);
        opened.setRequestLog(new CustomRequestLog(line -> ACCESS.log(Level.INFO, line), ACCESS_LINE));
        return opened;
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
