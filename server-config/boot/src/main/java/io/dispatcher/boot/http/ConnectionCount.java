package io.dispatcher.boot.http;

import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.JMException;
import javax.management.ObjectName;
import org.glassfish.grizzly.Connection;
import org.glassfish.grizzly.Grizzly;
import org.glassfish.grizzly.attributes.Attribute;
import org.glassfish.grizzly.filterchain.BaseFilter;
import org.glassfish.grizzly.filterchain.FilterChainContext;
import org.glassfish.grizzly.filterchain.NextAction;

/** Counts connections as they come and go, of all listeners together: the container does not tell. Thread-safe. */
final class ConnectionCount extends BaseFilter implements ConnectionCountMXBean {
    static final ConnectionCount ALL = new ConnectionCount();
    private static final System.Logger LOG = System.getLogger(ConnectionCount.class.getName());

    /** One more than allowed: its first request is told so. */
    private static final Attribute<Boolean> TOO_MANY =
            Grizzly.DEFAULT_ATTRIBUTE_BUILDER.createAttribute(ConnectionCount.class.getName() + ".too-many");

    private final long most = Long.getLong("dispatcher.max-connections", 0);
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong active = new AtomicLong();
    private final AtomicLong total = new AtomicLong();

    private ConnectionCount() {
        try {
            ManagementFactory.getPlatformMBeanServer()
                    .registerMBean(this, new ObjectName("io.dispatcher:type=Connections"));
        } catch (JMException e) {
            LOG.log(System.Logger.Level.WARNING, "connections are not counted: {0}", e.toString());
        }
    }

    @Override
    public NextAction handleAccept(FilterChainContext context) {
        long now = active.incrementAndGet();
        total.incrementAndGet();
        if (most > 0 && now > most) {
            rejected.incrementAndGet();
            TOO_MANY.set(context.getConnection(), Boolean.TRUE);
            if (now > 2 * most) {
                // Those that are to be told must not be without number either.
                context.getConnection().closeSilently();
            }
        }
        return context.getInvokeAction();
    }

    @Override
    public NextAction handleClose(FilterChainContext context) {
        active.decrementAndGet();
        return context.getInvokeAction();
    }

    @Override
    public long getActive() {
        return active.get();
    }

    @Override
    public long getTotal() {
        return total.get();
    }

    @Override
    public long getRejected() {
        return rejected.get();
    }

    static boolean isOneTooMany(Connection<?> connection) {
        return TOO_MANY.get(connection) != null;
    }
}
