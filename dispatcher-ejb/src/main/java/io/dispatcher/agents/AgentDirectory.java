package io.dispatcher.agents;

import io.dispatcher.agents.selection.AddressPool;
import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.protocol.AgentAddress;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.Inventory;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All agents ever registered and the sessions of those connected to this node; keeps the {@link AddressPool} in step. Thread-safe: one lock
 * for changes, which are rare; listeners are called outside it.
 */
public final class AgentDirectory {
    private static final System.Logger LOG = System.getLogger(AgentDirectory.class.getName());

    private final String node;
    private final AgentStore store;
    private final AddressPool pool;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, Agent> agents = new TreeMap<>();
    private final Set<AgentSession> sessions = ConcurrentHashMap.newKeySet();
    private final List<AgentListener> listeners = new CopyOnWriteArrayList<>();

    public AgentDirectory(String node, AgentStore store, AddressPool pool, InstantSource clock, LongSupplier nanos) {
        this.node = node;
        this.store = store;
        this.pool = pool;
        this.clock = clock;
        this.nanos = nanos;
        store.load().forEach(identity -> agents.put(identity.agentId(), new Agent(identity)));
    }

    public void listen(AgentListener listener) {
        listeners.add(listener);
    }

    /** A socket was opened by a caller whose token may speak for {@code boundTo} only (null: for any id). */
    public AgentSession open(AgentChannel channel, AgentWork.Factory works, @Nullable String boundTo) {
        AgentSession session = new AgentSession(channel, this, works, boundTo, nanoTime());
        sessions.add(session);
        return session;
    }

    /** Registers without connecting; an agent known already keeps what it had where nothing new is said. */
    public AgentView register(String agentId, Map<String, String> labels, List<String> upstreams) {
        AgentView view = remember(agentId, labels, upstreams);
        listeners.forEach(listener -> listener.registered(agentId));
        return view;
    }

    private synchronized AgentView remember(String agentId, Map<String, String> labels, List<String> upstreams) {
        Agent agent = agents.get(agentId);
        AgentIdentity known = agent == null ? null : agent.identity();
        AgentIdentity identity = new AgentIdentity(
                agentId,
                labels.isEmpty() && known != null ? known.labels() : labels,
                upstreams.isEmpty() && known != null ? known.upstreams() : upstreams,
                known == null ? List.of() : known.addresses(),
                known == null ? List.of() : known.prefixes(),
                known == null ? clock.instant() : known.registeredAt());
        return keep(identity).view(node);
    }

    private Agent keep(AgentIdentity identity) {
        Agent agent = agents.computeIfAbsent(identity.agentId(), id -> new Agent(identity));
        agent.identity(identity);
        store.save(identity);
        return agent;
    }

    /** Gives the id to the session unless another process holds it; the same process's older session is replaced. */
    boolean claim(AgentSession session, Hello hello) {
        AgentSession replaced;
        synchronized (this) {
            Agent agent = agents.get(hello.agentId());
            replaced = agent == null ? null : agent.session();
            Hello before = replaced == null ? null : replaced.hello();
            if (before != null && !before.instanceId().equals(hello.instanceId())) {
                return false;
            }
            if (agent != null) {
                agent.disconnected(nanoTime());
            }
            connect(session, hello);
        }
        if (replaced != null) {
            replaced.close(CloseCode.GOING_AWAY, "the agent connected again");
        }
        return true;
    }

    private void connect(AgentSession session, Hello hello) {
        Agent agent = keep(identity(hello.agentId(), hello.labels(), hello.inventory()));
        agent.connected(session, clock.instant());
        agent.inventory(hello.inventory());
    }

    private AgentIdentity identity(String agentId, Map<String, String> labels, Inventory inventory) {
        Agent known = agents.get(agentId);
        return new AgentIdentity(
                agentId,
                labels,
                inventory.upstreams(),
                inventory.addresses().stream().map(AgentAddress::address).toList(),
                inventory.prefixes(),
                known == null ? clock.instant() : known.identity().registeredAt());
    }

    void welcomed(AgentSession session) {
        LOG.log(Level.INFO, "agent {0} connected", session.agentId());
        changed(session);
    }

    void offered(AgentSession session, Inventory inventory) {
        synchronized (this) {
            Agent agent = owned(session);
            if (agent == null) {
                return;
            }
            keep(identity(agent.identity().agentId(), agent.identity().labels(), inventory));
            agent.inventory(inventory);
        }
        changed(session);
    }

    /** Something that decides whether the agent can be given orders has changed. */
    void changed(AgentSession session) {
        Agent agent;
        boolean ready;
        synchronized (this) {
            agent = owned(session);
            if (agent == null) {
                return;
            }
            agent.noteReady(nanoTime());
            ready = agent.ready();
            rebuildPool();
        }
        String agentId = agent.identity().agentId();
        listeners.forEach(ready ? l -> l.ready(agentId) : l -> l.unready(agentId));
    }

    void ended(AgentSession session, String cause) {
        sessions.remove(session);
        synchronized (this) {
            Agent agent = owned(session);
            if (agent == null) {
                return;
            }
            agent.disconnected(nanoTime());
            rebuildPool();
        }
        LOG.log(Level.INFO, "agent {0} disconnected: {1}", session.agentId(), cause);
        String agentId = String.valueOf(session.agentId());
        listeners.forEach(listener -> listener.unready(agentId));
    }

    private @Nullable Agent owned(AgentSession session) {
        String agentId = session.agentId();
        Agent agent = agentId == null ? null : agents.get(agentId);
        return agent != null && agent.session() == session ? agent : null;
    }

    /** @return false if there is no such agent */
    public boolean drain(String agentId, boolean drained) {
        AgentSession session;
        synchronized (this) {
            Agent agent = agents.get(agentId);
            if (agent == null) {
                return false;
            }
            agent.noteReady(nanoTime());
            agent.drained(drained);
            session = agent.session();
            rebuildPool();
        }
        if (session != null) {
            session.operatorDrains(drained);
            changed(session);
        }
        return true;
    }

    /** Forgets the agent and closes its channel. */
    public boolean remove(String agentId) {
        AgentSession session;
        synchronized (this) {
            Agent agent = agents.remove(agentId);
            if (agent == null) {
                return false;
            }
            session = agent.session();
            store.delete(agentId);
            rebuildPool();
        }
        if (session != null) {
            session.close(CloseCode.REMOVED, "agent " + agentId + " was removed");
        }
        listeners.forEach(listener -> {
            listener.unready(agentId);
            listener.removed(agentId);
        });
        return true;
    }

    private void rebuildPool() {
        List<PooledAddress> members = new ArrayList<>();
        Map<String, Map<String, String>> labels = new TreeMap<>();
        for (Agent agent : agents.values()) {
            if (agent.ready()) {
                labels.put(agent.identity().agentId(), agent.identity().labels());
                members.addAll(agent.rotation());
            }
        }
        pool.replace(
                members,
                (agentId, wanted) -> wanted.isEmpty()
                        || labels.getOrDefault(agentId, Map.of()).entrySet().containsAll(wanted.entrySet()));
    }

    /** Chooses an address and takes its turn; null if no ready agent matches and has room. */
    public @Nullable PooledAddress take(Selection selection) {
        PooledAddress inRotation = pool.take(selection);
        return inRotation != null ? inRotation : namedInPrefix(selection);
    }

    /** Like {@link #take}, for an order that waits already. */
    public @Nullable PooledAddress takeSoon(Selection selection) {
        PooledAddress inRotation = pool.takeSoon(selection);
        return inRotation != null ? inRotation : namedInPrefix(selection);
    }

    /** What {@link #take} would choose. */
    public @Nullable PooledAddress peek(Selection selection) {
        PooledAddress inRotation = pool.peek(selection);
        return inRotation != null ? inRotation : namedInPrefix(selection);
    }

    private synchronized @Nullable PooledAddress namedInPrefix(Selection selection) {
        String wanted = selection.sourceAddress();
        if (wanted == null) {
            return null;
        }
        for (Agent agent : agents.values()) {
            if (agent.ready() && matches(agent, selection)) {
                PooledAddress named = agent.named(wanted);
                if (named != null) {
                    return named;
                }
            }
        }
        return null;
    }

    private static boolean matches(Agent agent, Selection selection) {
        return (selection.agentId() == null
                        || selection.agentId().equals(agent.identity().agentId()))
                && agent.carries(selection.labels());
    }

    /** Ids of the agents ever registered that fit: whose queue a pinned order may wait in. */
    public synchronized List<String> everMatching(Selection selection) {
        return agents.values().stream()
                .filter(agent -> matches(agent, selection))
                .filter(agent -> selection.sourceAddress() == null || agent.everHad(selection.sourceAddress()))
                .map(agent -> agent.identity().agentId())
                .toList();
    }

    /** Whether some agent that fits could have been given orders at a moment since then. */
    public synchronized boolean readySince(Selection selection, long sinceNanos) {
        return agents.values().stream()
                .filter(agent -> matches(agent, selection))
                .filter(agent -> selection.sourceAddress() == null || agent.everHad(selection.sourceAddress()))
                .anyMatch(agent -> agent.readySince(sinceNanos));
    }

    public synchronized boolean isReady(String agentId) {
        Agent agent = agents.get(agentId);
        return agent != null && agent.ready();
    }

    public synchronized boolean isConnected(String agentId) {
        Agent agent = agents.get(agentId);
        return agent != null && agent.session() != null;
    }

    public synchronized @Nullable AgentView view(String agentId) {
        Agent agent = agents.get(agentId);
        return agent == null ? null : agent.view(node);
    }

    public synchronized List<AgentView> views() {
        return agents.values().stream().map(agent -> agent.view(node)).toList();
    }

    public synchronized List<String> ids() {
        return List.copyOf(agents.keySet());
    }

    /** Every known address with its state, in rotation order. */
    public synchronized List<AddressView> addresses() {
        return agents.values().stream()
                .flatMap(agent -> agent.rotation().stream().map(address -> AddressView.of(agent, address)))
                .toList();
    }

    public List<PooledAddress> candidates(Selection selection) {
        return pool.matching(selection);
    }

    public int sessions() {
        return sessions.size();
    }

    /** Sends the heartbeats that are due and closes the dead; call every {@link AgentSession#HEARTBEAT_MS}. */
    public void heartbeat() {
        long now = nanoTime();
        sessions.forEach(session -> session.heartbeat(now));
    }

    public void forEachSession(Consumer<AgentSession> action) {
        sessions.forEach(action);
    }

    String node() {
        return node;
    }

    long nanoTime() {
        return nanos.getAsLong();
    }
}
