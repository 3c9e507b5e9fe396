package io.dispatcher.ping;

import io.dispatcher.icmp.PingEngine;
import io.dispatcher.icmp.work.NameLookup;
import io.dispatcher.icmp.work.PingWork;
import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.egress.EgressPolicy;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** This coordinator as a vantage point. The engine is opened when it is first needed: most coordinators ping by their agents only. Thread-safe. */
final class OwnPings implements VantagePoint, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(OwnPings.class.getName());

    private final NameLookup names;
    private final EgressPolicy policy;
    private final ScheduledExecutorService timer;
    private @Nullable PingEngine engine;
    private @Nullable PingWork work;
    private boolean closed;

    OwnPings(NameLookup names, EgressPolicy policy, ScheduledExecutorService timer) {
        this.names = names;
        this.policy = policy;
        this.timer = timer;
    }

    @Override
    public @Nullable Run start(PingOrder order, Sink sink) {
        PingWork opened = work();
        if (opened == null) {
            return null;
        }
        Runnable cancel = opened.begin(order, (results, last) -> {
            tell(sink, results, last);
            return true;
        });
        return cancel::run;
    }

    private static void tell(Sink sink, List<PingResult> results, boolean last) {
        sink.results(results);
        if (last) {
            sink.ended();
        }
    }

    private synchronized @Nullable PingWork work() {
        if (work == null && !closed) {
            try {
                PingEngine opened = PingEngine.open();
                engine = opened;
                String problem = opened.capabilities().problem();
                if (problem != null) {
                    LOG.log(Level.WARNING, "not all pings are possible: {0}", problem);
                }
                work = new PingWork(opened, names, OwnPings::ownAddress, policy, timer);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "this coordinator cannot ping: {0}", e.getMessage());
            }
        }
        return work;
    }

    private static @Nullable InetAddress ownAddress(String text) {
        InetAddress address = AddressText.parse(text);
        try {
            return address != null && NetworkInterface.getByInetAddress(address) != null ? address : null;
        } catch (SocketException e) {
            return null;
        }
    }

    /** Names as the machine resolves them, on the threads of an executor whose queue is bounded by who asks. */
    static NameLookup onThreadsOf(Executor threads) {
        return (host, then) -> {
            try {
                threads.execute(() -> lookUp(host, then));
            } catch (RejectedExecutionException e) {
                then.accept(List.of(), "too many name look-ups are waiting");
            }
        };
    }

    private static void lookUp(String host, BiConsumer<List<InetAddress>, @Nullable String> then) {
        List<InetAddress> addresses = List.of();
        String failure = null;
        try {
            addresses = List.of(InetAddress.getAllByName(host));
        } catch (UnknownHostException | SecurityException e) {
            failure = "the name " + host + " has no address";
        }
        then.accept(addresses, failure);
    }

    @Override
    public synchronized void close() {
        closed = true;
        work = null;
        if (engine != null) {
            engine.close();
        }
    }
}
