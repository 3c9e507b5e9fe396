package io.dispatcher.icmp.work;

import io.dispatcher.icmp.PingEngine;
import io.dispatcher.icmp.PingEvent;
import io.dispatcher.icmp.PingHandle;
import io.dispatcher.icmp.PingRefusedException;
import io.dispatcher.icmp.PingRequest;
import io.dispatcher.protocol.PingOrder;
import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingSummary;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.EgressVerdict;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One order, from its first name to its last summary: exactly one for each target. Thread-safe. */
final class RunningOrder {
    /** Looked up at a time: a resolver has no room for thousands. */
    private static final int LOOKUPS = 64;

    private final PingOrder order;
    private final PingEngine engine;
    private final NameLookup names;
    private final EgressPolicy policy;
    private final ResultBatch results;
    private final List<PingHandle> handles = new ArrayList<>();
    private @Nullable InetAddress source;
    private int nextTarget;
    private int lookups;
    private int open;
    private boolean dispatching;
    private boolean cancelled;

    RunningOrder(PingOrder order, PingEngine engine, NameLookup names, EgressPolicy policy, ResultBatch results) {
        this.order = order;
        this.engine = engine;
        this.names = names;
        this.policy = policy;
        this.results = results;
        this.open = order.targets().size();
    }

    /** None of it can be done. */
    void refuse(String why) {
        for (int target = 0; target < order.targets().size(); target++) {
            fail(target, why);
        }
        endIfDone();
    }

    void start(@Nullable InetAddress from) {
        source = from;
        lookUpMore();
        endIfDone();
    }

    private void endIfDone() {
        if (order.targets().isEmpty()) {
            results.end();
        }
    }

    /** A loop and no recursion: literals are there at once. */
    private void lookUpMore() {
        synchronized (this) {
            if (dispatching) {
                return;
            }
            dispatching = true;
        }
        for (int target = next(); target >= 0; target = next()) {
            int which = target;
            if (isCancelled()) {
                resolved(which, List.of(), null);
            } else {
                names.resolve(order.targets().get(which), (addresses, failure) -> resolved(which, addresses, failure));
            }
        }
    }

    /** @return -1: none, or not now */
    private synchronized int next() {
        if (nextTarget < order.targets().size() && lookups < LOOKUPS) {
            lookups++;
            return nextTarget++;
        }
        dispatching = false;
        return -1;
    }

    private void resolved(int target, List<InetAddress> addresses, @Nullable String failure) {
        synchronized (this) {
            lookups--;
        }
        if (isCancelled()) {
            end(target, PingSummary.nothing(0));
        } else if (failure != null) {
            fail(target, failure);
        } else {
            choose(target, addresses);
        }
        lookUpMore();
    }

    private synchronized boolean isCancelled() {
        return cancelled;
    }

    private void choose(int target, List<InetAddress> addresses) {
        EgressVerdict refused = null;
        for (InetAddress address : addresses) {
            if (fits(address)) {
                EgressVerdict verdict = policy.check(address, 0);
                if (verdict.allowed()) {
                    ping(target, address);
                    return;
                }
                refused = refused == null ? verdict : refused;
            }
        }
        if (refused != null) {
            fail(target, "egress-denied: " + refused.sentence());
        } else {
            fail(target, order.targets().get(target) + " has no address of the family that is asked for");
        }
    }

    private boolean fits(InetAddress address) {
        boolean four = address instanceof Inet4Address;
        InetAddress from = source;
        return (from == null || (from instanceof Inet4Address) == four)
                && (order.family().equals("any") || order.family().equals("4") == four);
    }

    private void ping(int target, InetAddress address) {
        PingRequest request = new PingRequest(
                address,
                source,
                Duration.ofMillis(order.intervalMs()),
                order.count(),
                Duration.ofMillis(order.timeoutMs()),
                order.retries(),
                order.size());
        try {
            PingHandle handle = engine.ping(request, event -> heard(target, address, event));
            synchronized (this) {
                handles.add(handle);
            }
            if (isCancelled()) {
                handle.cancel();
            }
        } catch (PingRefusedException e) {
            fail(target, String.valueOf(e.getMessage()));
        }
    }

    private void heard(int target, InetAddress address, PingEvent event) {
        if (event instanceof PingEvent.Summary summary) {
            end(target, Results.summary(summary));
        } else {
            results.add(Results.of(target, address, event, System.currentTimeMillis()));
        }
    }

    private void fail(int target, String why) {
        results.add(PingResult.error(target, why, System.currentTimeMillis()));
        end(target, PingSummary.nothing(1));
    }

    private void end(int target, PingSummary summary) {
        results.add(PingResult.summary(target, summary, System.currentTimeMillis()));
        boolean last;
        synchronized (this) {
            last = --open == 0;
        }
        if (last) {
            results.end();
        }
    }

    void cancel() {
        List<PingHandle> all;
        synchronized (this) {
            cancelled = true;
            all = List.copyOf(handles);
        }
        all.forEach(PingHandle::cancel);
        // The others end without being looked up.
        lookUpMore();
    }
}
