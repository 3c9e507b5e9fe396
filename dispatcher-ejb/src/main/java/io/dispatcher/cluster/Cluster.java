package io.dispatcher.cluster;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentListener;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.OtherNodes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** This node among the others: what it asks of them, and what they ask of it. Thread-safe; nothing here blocks but {@link #heard}. */
public final class Cluster implements OtherNodes, AgentListener {
    /** Orders that are looked for at a time; the eldest is given up beyond. */
    private static final int MOST_SEEKS = 10_000;

    private final @Nullable String node;
    private final Map<String, AtomicBoolean> seeks = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, AtomicBoolean> eldest) {
            return size() > MOST_SEEKS;
        }
    });
    private final Map<String, Runnable> watched = new ConcurrentHashMap<>();
    private volatile @Nullable Neighbours neighbours;
    private volatile Consumer<Control> others = control -> {};
    private volatile Runnable changed = () -> {};

    /** @param node this node's name; null if it has its broker to itself */
    public Cluster(@Nullable String node) {
        this.node = node;
    }

    /**
     * From now on there may be others.
     *
     * @param heardOf those that are there
     * @param tell sends to all of them
     * @param agentsChanged this node should beat soon
     */
    void join(Neighbours heardOf, Consumer<Control> tell, Runnable agentsChanged) {
        neighbours = heardOf;
        others = tell;
        changed = agentsChanged;
    }

    @Override
    public @Nullable String ownName() {
        return node;
    }

    @Override
    public boolean anyAlive() {
        Neighbours heardOf = neighbours;
        return node != null && (heardOf == null || heardOf.any() || !heardOf.known());
    }

    @Override
    public boolean known() {
        Neighbours heardOf = neighbours;
        return node == null || (heardOf != null && heardOf.known());
    }

    @Override
    public void cancel(String orderId, String reason) {
        if (anyAlive()) {
            tell(Control.CANCEL, orderId, reason);
        }
    }

    @Override
    public BooleanSupplier seek(String orderId) {
        if (!anyAlive()) {
            return () -> false;
        }
        AtomicBoolean found = seeks.computeIfAbsent(orderId, id -> new AtomicBoolean());
        tell(Control.SEEK, orderId, null);
        return found::get;
    }

    private void tell(String what, String id, @Nullable String reason) {
        if (node != null) {
            others.accept(new Control(Control.VERSION, node, what, id, reason));
        }
    }

    /** The other nodes shall look again at what they have in memory of this. */
    public void changed(String what) {
        tell(Control.CHANGED, what, null);
    }

    /** @param look run when another node has changed it; must neither block nor throw */
    public void whenChanged(String what, Runnable look) {
        watched.put(what, look);
    }

    /** Asks a node to tell of its agents in full. */
    void introduce(String otherNode) {
        tell(Control.INTRODUCE, otherNode, null);
    }

    /** What another node, or this one itself, sent to all. */
    void heard(Control control, AgentDirectory agents, Dispatcher dispatcher, Runnable tellInFull) {
        String id = String.valueOf(control.id());
        if (control.node().equals(node)) {
            return;
        }
        switch (control.what()) {
            case Control.CANCEL -> dispatcher.cancelledElsewhere(id, String.valueOf(control.reason()));
            case Control.SEEK -> {
                if (dispatcher.has(id)) {
                    tell(Control.HAVE, id, null);
                }
            }
            case Control.HAVE -> {
                AtomicBoolean sought = seeks.remove(id);
                if (sought != null) {
                    sought.set(true);
                }
            }
            case Control.DRAIN -> agents.drainedElsewhere(id, true);
            case Control.RESUME -> agents.drainedElsewhere(id, false);
            case Control.REMOVED -> agents.removedElsewhere(id);
            case Control.REGISTERED -> agents.readNew();
            case Control.CHANGED -> watched.getOrDefault(id, () -> {}).run();
            case Control.INTRODUCE -> {
                if (id.equals(node)) {
                    tellInFull.run();
                }
            }
            default -> {
                // A newer node's word.
            }
        }
    }

    @Override
    public void registered(String agentId) {
        tell(Control.REGISTERED, agentId, null);
    }

    @Override
    public void drained(String agentId, boolean drained) {
        tell(drained ? Control.DRAIN : Control.RESUME, agentId, null);
    }

    @Override
    public void removed(String agentId) {
        tell(Control.REMOVED, agentId, null);
    }

    @Override
    public void ready(String agentId) {
        changed.run();
    }

    @Override
    public void unready(String agentId) {
        changed.run();
    }

    @Override
    public void elsewhere(String agentId) {
        // Its node tells of it, not this one.
    }
}
