package io.dispatcher.agents;

import io.dispatcher.agents.selection.AddressCounts;
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
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
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
    /** Of each upstream that was claimed lately: who claims it. */
    private final Map<String, AddressPool> claims = new ConcurrentHashMap<>();

    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Map<String, Agent> agents = new TreeMap<>();
    private volatile boolean handingOver;
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
        return open(channel, works, boundTo, () -> true);
    }

    /** The same, for as long as {@code admitted} says so: asked with each heartbeat. */
    public AgentSession open(
            AgentChannel channel, AgentWork.Factory works, @Nullable String boundTo, BooleanSupplier admitted) {
        AgentSession session = new AgentSession(channel, this, works, boundTo, admitted, nanoTime());
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
            AgentPresence elsewhere = agent == null ? null : agent.elsewhere();
            if ((before != null && !before.instanceId().equals(hello.instanceId()))
                    || (elsewhere != null && !elsewhere.instanceId().equals(hello.instanceId()))) {
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
        agent.connected(session, clock.instant(), nanoTime());
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

    /** Another node tells of an agent it has. */
    public void heard(AgentPresence told) {
        Change change;
        synchronized (this) {
            Agent agent = agents.get(told.agentId());
            if (agent == null) {
                agent = new Agent(identity(told.agentId(), told.labels(), told.inventory()));
                agents.put(told.agentId(), agent);
            }
            change = take(agent, told);
        }
        if (change.replaced != null) {
            change.replaced.close(
                    closeCode(change.replaced, told), "agent " + told.agentId() + " is connected with " + told.node());
        }
        if (change.came) {
            listeners.forEach(listener -> listener.elsewhere(told.agentId()));
        }
        if (change.came || change.turned) {
            listeners.forEach(change.ready ? l -> l.ready(told.agentId()) : l -> l.unready(told.agentId()));
        }
    }

    /**
     * What another node's word changed.
     *
     * @param replaced this node's session with the agent, which is over
     * @param came that node has it only now
     * @param turned whether it can be given orders, or for which addresses, is another thing now
     */
    private record Change(@Nullable AgentSession replaced, boolean came, boolean turned, boolean ready) {
        static final Change NONE = new Change(null, false, false, false);
    }

    private Change take(Agent agent, AgentPresence told) {
        AgentPresence here = agent.presence(node);
        AgentPresence before = agent.elsewhere();
        boolean came = before == null || !before.node().equals(told.node());
        if ((here != null && here.outlives(told)) || (before != null && came && before.outlives(told))) {
            return Change.NONE;
        }
        AgentSession replaced = agent.session();
        boolean wasReady = agent.ready();
        if (replaced != null) {
            agent.disconnected(nanoTime());
        }
        agent.noteReady(nanoTime());
        agent.identity(identity(told.agentId(), told.labels(), told.inventory()));
        agent.elsewhere(told, nanoTime());
        agent.noteReady(nanoTime());
        boolean turned = wasReady != agent.ready()
                || before == null
                || !before.inventory().equals(told.inventory())
                || !before.labels().equals(told.labels());
        if (turned || came) {
            rebuildPool();
        }
        return new Change(replaced, came, turned, agent.ready());
    }

    private static CloseCode closeCode(AgentSession session, AgentPresence told) {
        Hello hello = session.hello();
        return hello != null && hello.instanceId().equals(told.instanceId())
                ? CloseCode.GOING_AWAY
                : CloseCode.ID_IN_USE;
    }

    /** Another node has it no more. */
    public void left(String agentId, String otherNode) {
        synchronized (this) {
            Agent agent = agents.get(agentId);
            AgentPresence other = agent == null ? null : agent.elsewhere();
            if (agent == null || other == null || !other.node().equals(otherNode)) {
                return;
            }
            agent.nowhere(nanoTime());
            rebuildPool();
        }
        listeners.forEach(listener -> listener.unready(agentId));
    }

    /** What this node tells the others of its agents. */
    public synchronized List<AgentPresence> presences() {
        return agents.values().stream()
                .map(agent -> agent.presence(node))
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * This node stops and others are there: agents finish what they have and go to them. Call again until all have gone; what waits in their queues is
     * taken up there.
     */
    public void handOver() {
        handingOver = true;
        sessions.forEach(AgentSession::handOver);
    }

    boolean handingOver() {
        return handingOver;
    }

    /** What this node has counted of every known address. */
    public synchronized List<AddressCounts> counts() {
        return agents.values().stream()
                .flatMap(agent -> agent.rotation().stream())
                .map(PooledAddress::counts)
                .toList();
    }

    /** What another node has counted of addresses; those it does not name are as it told before. */
    public synchronized void countsElsewhere(String otherNode, List<AddressCounts> counts) {
        for (AddressCounts counted : counts) {
            Agent agent = agents.get(counted.agentId());
            PooledAddress address = agent == null ? null : agent.inRotation(counted.address());
            if (address != null) {
                address.countsElsewhere(otherNode, counted);
            }
        }
    }

    /** Another node is gone, and with it what it counted. */
    public synchronized void gone(String otherNode) {
        agents.values().forEach(agent -> agent.rotation().forEach(address -> address.gone(otherNode)));
    }

    public synchronized boolean isHere(String agentId) {
        Agent agent = agents.get(agentId);
        return agent != null && agent.session() != null;
    }

    public synchronized boolean isElsewhere(String agentId) {
        Agent agent = agents.get(agentId);
        return agent != null && agent.session() == null && agent.elsewhere() != null;
    }

    /** @return false if there is no such agent */
    public boolean drain(String agentId, boolean drained) {
        boolean there = drainedElsewhere(agentId, drained);
        if (there) {
            listeners.forEach(listener -> listener.drained(agentId, drained));
        }
        return there;
    }

    /** An operator asked it of another node. @return false if there is no such agent */
    public boolean drainedElsewhere(String agentId, boolean drained) {
        AgentSession session;
        boolean remote;
        synchronized (this) {
            Agent agent = agents.get(agentId);
            if (agent == null) {
                return false;
            }
            agent.noteReady(nanoTime());
            agent.drained(drained);
            session = agent.session();
            remote = agent.elsewhere() != null;
            rebuildPool();
        }
        if (session != null) {
            session.operatorDrains(drained);
            changed(session);
        } else if (remote) {
            listeners.forEach(drained ? l -> l.unready(agentId) : l -> l.ready(agentId));
        }
        return true;
    }

    /** Forgets the agent and closes its channel. */
    public boolean remove(String agentId) {
        if (view(agentId) == null) {
            return false;
        }
        store.delete(agentId);
        removedElsewhere(agentId);
        listeners.forEach(listener -> listener.removed(agentId));
        return true;
    }

    /** The same when it was removed at another node, which also looks after its queue. @return false if there is no such agent */
    public boolean removedElsewhere(String agentId) {
        AgentSession session;
        synchronized (this) {
            Agent agent = agents.remove(agentId);
            if (agent == null) {
                return false;
            }
            session = agent.session();
            rebuildPool();
        }
        if (session != null) {
            session.close(CloseCode.REMOVED, "agent " + agentId + " was removed");
        }
        listeners.forEach(listener -> listener.unready(agentId));
        return true;
    }

    /** Another node registered agents: those that are not known here are read from the store. Blocking. */
    public void readNew() {
        List<AgentIdentity> all = store.load();
        synchronized (this) {
            all.forEach(identity -> agents.computeIfAbsent(identity.agentId(), id -> new Agent(identity)));
        }
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
        AddressPool.LabelMatcher matcher = (agentId, wanted) -> wanted.isEmpty()
                || labels.getOrDefault(agentId, Map.of()).entrySet().containsAll(wanted.entrySet());
        pool.replace(members, matcher);
        rebuildClaims(matcher);
    }

    private void rebuildClaims(AddressPool.LabelMatcher matcher) {
        Map<String, List<PooledAddress>> claimed = new TreeMap<>();
        for (Agent agent : agents.values()) {
            if (agent.ready()) {
                agent.claims().forEach((name, claim) -> claimed.computeIfAbsent(name, n -> new ArrayList<>())
                        .add(claim));
            }
        }
        claims.keySet().retainAll(claimed.keySet());
        claimed.forEach((name, members) ->
                claims.computeIfAbsent(name, n -> pool.another()).replace(members, matcher));
    }

    /** Names that a ready agent claims. */
    public Set<String> claimedUpstreams() {
        return Set.copyOf(claims.keySet());
    }

    private @Nullable AddressPool pool(Selection selection) {
        return selection.upstream() == null ? pool : claims.get(selection.upstream());
    }

    /** Chooses an address and takes its turn; null if no ready agent matches and has room. */
    public @Nullable PooledAddress take(Selection selection) {
        AddressPool from = pool(selection);
        PooledAddress inRotation = from == null ? null : from.take(selection);
        return inRotation != null ? inRotation : namedInPrefix(selection);
    }

    /** Like {@link #take}, for an order that waits already. */
    public @Nullable PooledAddress takeSoon(Selection selection) {
        AddressPool from = pool(selection);
        PooledAddress inRotation = from == null ? null : from.takeSoon(selection);
        return inRotation != null ? inRotation : namedInPrefix(selection);
    }

    /** What {@link #take} would choose. */
    public @Nullable PooledAddress peek(Selection selection) {
        AddressPool from = pool(selection);
        PooledAddress inRotation = from == null ? null : from.peek(selection);
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
                && (selection.upstream() == null || agent.everClaimed(selection.upstream()))
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

    /** Whether one session of the agent, wherever, has lasted since then: what came to it before cannot be in its queue. */
    public synchronized boolean heldSince(String agentId, long sinceNanos) {
        Agent agent = agents.get(agentId);
        return agent != null && agent.heldSince(sinceNanos);
    }

    public synchronized boolean isReady(String agentId) {
        Agent agent = agents.get(agentId);
        return agent != null && agent.ready();
    }

    public synchronized boolean isConnected(String agentId) {
        Agent agent = agents.get(agentId);
        return agent != null && (agent.session() != null || agent.elsewhere() != null);
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
        AddressPool from = pool(selection);
        return from == null ? List.of() : from.matching(selection);
    }

    public int sessions() {
        return sessions.size();
    }

    /** How many times each known agent has connected with this node since its start. */
    public synchronized Map<String, Long> connections() {
        Map<String, Long> counts = new TreeMap<>();
        agents.forEach((id, agent) -> counts.put(id, agent.connections()));
        return counts;
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
