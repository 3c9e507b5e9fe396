package io.dispatcher.icmp.work;

import io.dispatcher.icmp.PingEngine;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.egress.EgressPolicy;
import java.net.InetAddress;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does ping orders. Thread-safe; never blocks. */
public final class PingWork {
    private final PingEngine engine;
    private final NameLookup names;
    private final Function<String, @Nullable InetAddress> sources;
    private final EgressPolicy policy;
    private final ScheduledExecutorService timer;

    /**
     * @param sources a source address by its text; null: it is not ours
     * @param timer for short tasks
     */
    public PingWork(
            PingEngine engine,
            NameLookup names,
            Function<String, @Nullable InetAddress> sources,
            EgressPolicy policy,
            ScheduledExecutorService timer) {
        this.engine = engine;
        this.names = names;
        this.sources = sources;
        this.policy = policy;
        this.timer = timer;
    }

    /**
     * Begins.
     *
     * @param reports told what happens, maybe before this returns; the last one comes in any case
     * @return ends it soon, with the summaries of what was done until then; idempotent
     */
    public Runnable begin(PingOrder order, PingReports reports) {
        RunningOrder running = new RunningOrder(order, engine, names, policy, new ResultBatch(reports, timer));
        String source = order.sourceAddress();
        InetAddress from = source == null ? null : sources.apply(source);
        if (source != null && from == null) {
            running.refuse("the source address " + source + " is not this agent's");
        } else {
            running.start(from);
        }
        return running::cancel;
    }
}
