package io.dispatcher.web.exchange;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.ee10.servlet.ServletApiRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.jspecify.annotations.Nullable;

/**
 * The socket behind a request, which the servlet API does not show: that of our own Jetty, or Payara's over Grizzly's. The latter by name, because
 * the application is not built against a container; on any other one there is no channel, said once in the log.
 */
public final class ContainerChannel {
    private static final System.Logger LOG = System.getLogger(ContainerChannel.class.getName());
    private static final String[] STEPS = {
        "getUnwrappedCoyoteRequest", "getCoyoteRequest", "getContext", "getConnection"
    };
    private static final Map<Class<?>, Map<String, Method>> METHODS = new ConcurrentHashMap<>();
    private static final AtomicBoolean TOLD = new AtomicBoolean();

    private ContainerChannel() {}

    /** Null where it cannot be known, and for HTTP/2, where a connection is not one caller's. */
    static @Nullable SocketChannel of(ServletRequest request) {
        try {
            if (request.getProtocol().startsWith("HTTP/2")) {
                return null;
            }
            ServletRequest inner = inner(request);
            EndPoint jetty = jetty(inner);
            if (jetty != null) {
                return jetty instanceof SocketChannelEndPoint plain ? plain.getChannel() : null;
            }
            return (SocketChannel) ofPayara(inner);
        } catch (ReflectiveOperationException | RuntimeException e) {
            if (!TOLD.getAndSet(true)) {
                LOG.log(Level.INFO, "callers that go away are not noticed on this server: {0}", e.toString());
            }
            return null;
        }
    }

    /** Whether the container has taken the connection from a request that was not answered: it saw the end of it. */
    static boolean isLetGo(ServletRequest request) {
        try {
            ServletRequest inner = inner(request);
            return jetty(inner) == null && ofPayara(inner) == null;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /**
     * Has the container keep no more of an answer than this, where it can be said: Grizzly would keep four times what the socket does, on loopback 10
     * MiB, for a caller that does not read.
     */
    static void keepAtMost(ServletRequest request, int bytes) {
        try {
            ServletRequest inner = inner(request);
            Object connection = jetty(inner) == null ? connection(inner) : null;
            if (connection != null) {
                method(connection.getClass(), "setMaxAsyncWriteQueueSize", 1).invoke(connection, bytes);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "another container: it keeps what it keeps", e);
        }
    }

    private static @Nullable Object ofPayara(ServletRequest request) throws ReflectiveOperationException {
        Object connection = connection(request);
        return connection == null
                ? null
                : method(connection.getClass(), "getChannel", 0).invoke(connection);
    }

    private static @Nullable Object connection(ServletRequest request) throws ReflectiveOperationException {
        Object at = request;
        for (String step : STEPS) {
            at = method(at.getClass(), step, 0).invoke(at);
            if (at == null) {
                return null;
            }
        }
        return at;
    }

    /** Closes the connection so that whoever is at its end sees that something is missing; does nothing where it cannot be known. */
    public static void cut(ServletRequest request) {
        EndPoint jetty = jetty(inner(request));
        if (jetty != null) {
            jetty.close();
            return;
        }
        SocketChannel channel = of(request);
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "a connection did not close", e);
            }
        }
    }

    /**
     * Breaks the connection: whoever is at its end gets a reset, with what was not read of {@code last} perhaps lost.
     *
     * @param last written before, past all that HTTP would say; may be empty
     * @param orderly closed after it, no reset
     * @return false where it cannot be done: it is not known, or not one caller's
     */
    public static boolean breakOff(ServletRequest request, byte[] last, boolean orderly) {
        SocketChannel channel = of(request);
        if (channel == null) {
            return false;
        }
        try {
            if (last.length > 0) {
                channel.write(ByteBuffer.wrap(last));
            }
            if (!orderly) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
            channel.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a connection did not close", e);
        }
        return true;
    }

    private static ServletRequest inner(ServletRequest request) {
        ServletRequest inner = request;
        while (inner instanceof ServletRequestWrapper wrapper) {
            inner = wrapper.getRequest();
        }
        return inner;
    }

    private static @Nullable EndPoint jetty(ServletRequest request) {
        return request instanceof ServletApiRequest own
                ? own.getRequest().getConnectionMetaData().getConnection().getEndPoint()
                : null;
    }

    private static Method method(Class<?> type, String name, int parameters) {
        return METHODS.computeIfAbsent(type, t -> new ConcurrentHashMap<>())
                .computeIfAbsent(name, n -> lookUp(type, n, parameters));
    }

    private static Method lookUp(Class<?> type, String name, int parameters) {
        for (Class<?> declaring = type; declaring != null; declaring = declaring.getSuperclass()) {
            for (Method method : declaring.getMethods()) {
                if (method.getName().equals(name)
                        && method.getParameterCount() == parameters
                        && Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
                    return method;
                }
            }
        }
        throw new IllegalStateException(type.getName() + " has no " + name);
    }
}
