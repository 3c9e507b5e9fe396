package io.dispatcher.agents;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.dispatcher.agents.selection.AgentLoad;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.protocol.AgentAddress;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One known agent, connected or not. Guarded by its {@link AgentDirectory}. */
final class Agent {
    private static final Inventory NOTHING = new Inventory(List.of(), List.of(), List.of(), List.of());
    /** Addresses of a prefix outside the rotation whose counters are kept; a request may name any of 2^64. */
    private static final int MAX_NAMED_ADDRESSES = 10_000;

    private AgentIdentity identity;
    private Inventory inventory = NOTHING;
    private final Map<String, PooledAddress> rotation = new LinkedHashMap<>();
    private final Map<String, PooledAddress> named = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, PooledAddress> eldest) {
            return size() > MAX_NAMED_ADDRESSES;
        }
    };
    private final Map<String, PooledAddress> claims = new LinkedHashMap<>();
    private final AgentLoad load = new AgentLoad();
    private @Nullable AgentSession session;
    /** What the node that has it tells; null if none has, or this one. */
    private @Nullable AgentPresence elsewhere;

    private @Nullable Instant connectedSince;
    private boolean drained;
    private long lastReadyNanos;
    private boolean everReady;
    private boolean held;
    private long heldSinceNanos;
    private long connections;

    Agent(AgentIdentity identity) {
        this.identity = identity;
    }

    AgentIdentity identity() {
        return identity;
    }

    void identity(AgentIdentity identity) {
        this.identity = identity;
    }

    @Nullable
    AgentSession session() {
        return session;
    }

    void connected(AgentSession session, Instant since, long nowNanos) {
        this.connections++;
        this.session = session;
        this.elsewhere = null;
        this.held = true;
        this.heldSinceNanos = nowNanos;
        this.load.here();
        this.load.credit(session.maxInFlight());
        this.connectedSince = since;
    }

    /** How many times it has connected here since this node's start. */
    long connections() {
        return connections;
    }

    void disconnected(long nowNanos) {
        noteReady(nowNanos);
        held = false;
        session = null;
        connectedSince = null;
    }

    @Nullable
    AgentPresence elsewhere() {
        return elsewhere;
    }

    /** Another node has it. */
    void elsewhere(AgentPresence told, long nowNanos) {
        boolean goesOn = elsewhere != null
                && elsewhere.node().equals(told.node())
                && elsewhere.connectedSince().equals(told.connectedSince());
        if (!goesOn) {
            held = true;
            heldSinceNanos = nowNanos;
        }
        if (elsewhere == null || !elsewhere.inventory().equals(told.inventory())) {
            inventory(told.inventory());
        }
        elsewhere = told;
        load.elsewhere(told.inFlight() + told.waiting(), told.credit());
    }

    /** No node has it any more. */
    void nowhere(long nowNanos) {
        noteReady(nowNanos);
        held = false;
        elsewhere = null;
    }

    /** What this node tells the others of it; null if it is not connected here. */
    @Nullable
    AgentPresence presence(String node) {
        AgentSession current = session;
        Hello hello = current == null ? null : current.hello();
        return current == null || hello == null || connectedSince == null
                ? null
                : new AgentPresence(
                        node,
                        identity.agentId(),
                        hello.instanceId(),
                        connectedSince,
                        identity.labels(),
                        inventory,
                        ready(),
                        current.inFlight(),
                        0,
                        current.maxInFlight());
    }

    /** Kept while disconnected: the API goes on showing what it last offered. */
    void inventory(Inventory offered) {
        inventory = offered;
        Map<String, PooledAddress> before = Map.copyOf(rotation);
        rotation.clear();
        for (AgentAddress address : offered.addresses()) {
            PooledAddress known = before.get(address.address());
            rotation.put(
                    address.address(),
                    known != null
                            ? known
                            : new PooledAddress(identity.agentId(), address.address(), address.family(), load));
        }
        claims.keySet().retainAll(offered.upstreams());
        offered.upstreams()
                .forEach(name -> claims.computeIfAbsent(
                        name, n -> new PooledAddress(identity.agentId(), null, "upstream", load)));
    }

    /** The upstreams it claims, each with its place in the turns among those that do. */
    Map<String, PooledAddress> claims() {
        return claims;
    }

    /** Whether it claims, or last claimed, the upstream. */
    boolean everClaimed(String upstream) {
        return claims.containsKey(upstream) || identity.upstreams().contains(upstream);
    }

    Inventory inventory() {
        return inventory;
    }

    List<PooledAddress> rotation() {
        return List.copyOf(rotation.values());
    }

    @Nullable
    PooledAddress inRotation(@Nullable String address) {
        return rotation.get(address);
    }

    /** The pooled form of an address of one of this agent's prefixes; null if none contains it. */
    @Nullable
    PooledAddress named(String address) {
        PooledAddress inRotation = rotation.get(address);
        if (inRotation != null) {
            return inRotation;
        }
        IPAddress wanted = new IPAddressString(address).getAddress();
        if (wanted == null || !inPrefix(wanted, inventory.prefixes())) {
            return null;
        }
        return named.computeIfAbsent(
                address, a -> new PooledAddress(identity.agentId(), a, wanted.isIPv6() ? "ipv6" : "ipv4", load));
    }

    /** Whether this agent offers, or last offered, the address. */
    boolean everHad(String address) {
        IPAddress wanted = new IPAddressString(address).getAddress();
        return rotation.containsKey(address)
                || identity.addresses().contains(address)
                || (wanted != null && inPrefix(wanted, identity.prefixes()));
    }

    private static boolean inPrefix(IPAddress wanted, List<String> prefixes) {
        for (String prefix : prefixes) {
            IPAddress network = new IPAddressString(prefix).getAddress();
            if (network != null && network.toPrefixBlock().contains(wanted)) {
                return true;
            }
        }
        return false;
    }

    void drained(boolean drained) {
        this.drained = drained;
    }

    boolean drained() {
        return drained;
    }

    boolean ready() {
        AgentSession current = session;
        return !drained
                && (current != null
                        ? current.state() instanceof SessionState.Ready
                        : elsewhere != null && elsewhere.ready());
    }

    void noteReady(long nowNanos) {
        if (ready()) {
            lastReadyNanos = nowNanos;
            everReady = true;
        }
    }

    /** Whether it could have been given orders at some moment since then. */
    boolean readySince(long nanos) {
        return ready() || (everReady && lastReadyNanos - nanos >= 0);
    }

    /** Whether one session of it has lasted since then. */
    boolean heldSince(long nanos) {
        return held && heldSinceNanos - nanos <= 0;
    }

    boolean carries(Map<String, String> labels) {
        return identity.labels().entrySet().containsAll(labels.entrySet());
    }

    String status() {
        if (session == null && elsewhere == null) {
            return everConnected() ? "disconnected" : "registered";
        }
        return ready() ? "connected" : "draining";
    }

    private boolean everConnected() {
        return everReady || !identity.addresses().isEmpty() || !rotation.isEmpty();
    }

    int inFlight() {
        AgentSession current = session;
        AgentPresence told = elsewhere;
        return current != null ? current.inFlight() : told != null ? told.inFlight() : 0;
    }

    boolean hasRoom() {
        AgentSession current = session;
        AgentPresence told = elsewhere;
        return current != null
                ? current.inFlight() < current.maxInFlight()
                : told != null && told.inFlight() < told.credit();
    }

    AgentView view(String node) {
        AgentPresence told = elsewhere;
        return new AgentView(
                identity.agentId(),
                status(),
                inventory.addresses(),
                identity.labels(),
                inventory.capabilities(),
                session == null && told == null ? identity.upstreams() : inventory.upstreams(),
                inFlight(),
                told == null ? connectedSince : told.connectedSince(),
                told == null ? (session == null ? null : node) : told.node());
    }
}
