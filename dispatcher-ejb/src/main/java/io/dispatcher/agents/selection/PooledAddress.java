package io.dispatcher.agents.selection;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * One agent's one address, as it stands in the rotation, with its counters. Lives as long as the agent offers the address, over
 * reconnections. Thread-safe.
 */
public final class PooledAddress {
    private final String agentId;
    private final @Nullable String address;
    private final String family;
    private final AgentLoad load;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final LongAdder requests = new LongAdder();
    private final LongAdder errors = new LongAdder();
    private volatile long lastUsedMillis;
    private volatile Map<String, AddressCounts> elsewhere = Map.of();

    /** @param address null where the agent's default route decides */
    public PooledAddress(String agentId, @Nullable String address, String family, AgentLoad load) {
        this.agentId = agentId;
        this.address = address;
        this.family = family;
        this.load = load;
    }

    public String agentId() {
        return agentId;
    }

    public @Nullable String address() {
        return address;
    }

    public String family() {
        return family;
    }

    /** What its agent has to do. */
    public AgentLoad load() {
        return load;
    }

    /** Chosen and not yet answered, waiting in the agent's queue included. */
    public int inFlight() {
        return inFlight.get();
    }

    /** What this node has counted. */
    public AddressCounts counts() {
        return new AddressCounts(agentId, address, requests.sum(), errors.sum(), inFlight.get(), lastUsedMillis);
    }

    /** What all nodes have counted. */
    public AddressCounts countsOfAll() {
        return elsewhere.values().stream().reduce(counts(), AddressCounts::plus);
    }

    /** Another node tells what it has counted since it started. */
    public synchronized void countsElsewhere(String node, AddressCounts counts) {
        Map<String, AddressCounts> more = new HashMap<>(elsewhere);
        more.put(node, counts);
        elsewhere = Map.copyOf(more);
    }

    /** That node is gone. */
    public synchronized void gone(String node) {
        if (elsewhere.containsKey(node)) {
            Map<String, AddressCounts> fewer = new HashMap<>(elsewhere);
            fewer.remove(node);
            elsewhere = Map.copyOf(fewer);
        }
    }

    public void began(long nowMillis) {
        inFlight.incrementAndGet();
        load.change(1);
        requests.increment();
        lastUsedMillis = nowMillis;
    }

    public void ended(boolean failed) {
        inFlight.decrementAndGet();
        load.change(-1);
        if (failed) {
            errors.increment();
        }
    }
}
