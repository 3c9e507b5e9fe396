package io.dispatcher.runtime;

import io.dispatcher.icmp.PingCapabilities;
import io.dispatcher.icmp.PingEngine;
import io.dispatcher.icmp.work.NameLookup;
import io.dispatcher.icmp.work.PingWork;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResults;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.egress.EgressPolicy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
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

    /**
     * Pings this machine once and tells nobody: the first ping that somebody asks for then finds its code loaded, which takes a tenth of a second.
     * Never blocks.
     */
    void tryOut(NameLookup names, ScheduledExecutorService timer) {
        if (engine == null) {
            return;
        }
        EgressPolicy itself = new EgressPolicy(List.of("127.0.0.1/32", "::1/128"), List.of(), List.of());
        try {
            PingOrder order = Wire.read(
                    ByteBuffer.wrap(Wire.write(new PingOrder(itself(), 10, 1, 1_000, 0, 56, "any", null))),
                    PingOrder.class);
            new PingWork(engine, names, source -> null, itself, timer)
                    .begin(order, (results, last) -> Wire.write(new PingResults(results)).length > 0);
        } catch (ProtocolException e) {
            throw new IllegalStateException("what was just written", e);
        }
    }

    private List<String> itself() {
        return capabilities.stream()
                .map(family -> family.equals("icmp") ? "127.0.0.1" : "::1")
                .toList();
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
    }
}
