package io.dispatcher.cluster;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.protocol.ProtocolException;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** This node's time among the others; puts the parts together. Beats, controls and ticks come from one thread each. */
public final class Membership {
    private static final System.Logger LOG = System.getLogger(Membership.class.getName());

    private final Cluster cluster;
    private final AgentDirectory agents;
    private final Dispatcher dispatcher;
    private final OrderQueue orders;
    private final Presence presence;

    /** The two topics, as they are written to; neither blocks, and what the broker does not take is lost. */
    public record Topics(Consumer<byte[]> beats, Consumer<byte[]> controls) {}

    /** Has joined with the first tick. */
    public Membership(
            String node,
            Cluster cluster,
            AgentDirectory agents,
            Dispatcher dispatcher,
            OrderQueue orders,
            Topics topics,
            LongSupplier nanos) {
        this.cluster = cluster;
        this.agents = agents;
        this.dispatcher = dispatcher;
        this.orders = orders;
        String life = UUID.randomUUID().toString();
        Neighbours neighbours = new Neighbours(node, life, agents, nanos, this::appeared, cluster::introduce);
        this.presence = new Presence(
                new OwnPresence(node, life, agents, this::waiting), neighbours, topics.beats, orders::available, nanos);
        cluster.join(neighbours, control -> topics.controls.accept(control.encode()), presence::beatSoon);
        agents.listen(cluster);
    }

    private int waiting(String agentId) {
        return (int) Math.max(0, orders.depth(OrderQueue.ofAgent(agentId)));
    }

    private void appeared() {
        presence.tellInFull();
        dispatcher.nodesAppeared();
    }

    /** What came on the topic of beats, this node's own too. */
    public void beat(byte[] message) {
        presence.heard(message);
    }

    /** What came on the topic of controls, this node's own too. */
    public void control(byte[] message) {
        try {
            cluster.heard(Control.decode(message), agents, dispatcher, presence::tellInFull);
        } catch (ProtocolException e) {
            LOG.log(Level.WARNING, "a coordinator is not understood: {0}", e.getMessage());
        }
    }

    /** Call several times a second. */
    public void tick() {
        presence.tick();
    }

    /** Tells the others that this node is no more. */
    public void leave() {
        presence.stop();
    }
}
