package io.dispatcher.runtime;

import io.dispatcher.icmp.PingCapabilities;
import io.dispatcher.icmp.PingEngine;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether this process can ping, found out once; what it cannot is said in the log, with what helps. */
record Pings(@Nullable PingEngine engine, Set<String> capabilities) implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Pings.class.getName());

    static Pings open() {
        try {
            PingEngine engine = PingEngine.open();
            PingCapabilities can = engine.capabilities();
            Set<String> capabilities = new LinkedHashSet<>();
            if (can.icmp() != null) {
                capabilities.add("icmp");
            }
            if (can.icmp6() != null) {
                capabilities.add("icmp6");
            }
            if (can.problem() != null) {
                LOG.log(Level.WARNING, "not all pings are possible: {0}", can.problem());
            }
            if (!capabilities.isEmpty()) {
                return new Pings(engine, capabilities);
            }
            engine.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "this agent cannot ping: {0}", e.getMessage());
        }
        return new Pings(null, Set.of());
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
