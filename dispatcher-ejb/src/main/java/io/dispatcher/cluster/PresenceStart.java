package io.dispatcher.cluster;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.cluster.jms.Topic;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.messaging.BrokerConnection;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Lets this node join the others when its dispatch is ready for what they ask, and leave them before it stops. */
@Singleton
@Startup
@DependsOn({"NeighboursStart", "DispatchStart"})
@TransactionManagement(TransactionManagementType.BEAN)
public class PresenceStart {
    private static final System.Logger LOG = System.getLogger(PresenceStart.class.getName());
    private static final int TICK_MS = 100;

    @Inject
    private Cluster cluster;

    @Inject
    private BrokerConnection broker;

    @Inject
    private AgentDirectory agents;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private OrderQueue orders;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dispatcher-presence");
        thread.setDaemon(true);
        return thread;
    });
    private List<Topic> topics = List.of();
    private @Nullable Membership membership;

    @PostConstruct
    void start() {
        String node = cluster.ownName();
        if (node != null) {
            join(node);
        }
    }

    private void join(String node) {
        Topic beats = new Topic(broker, BrokerAddresses.PRESENCE);
        Topic controls = new Topic(broker, BrokerAddresses.CONTROL);
        topics = List.of(beats, controls);
        Membership joined = new Membership(
                node,
                cluster,
                agents,
                dispatcher,
                orders,
                new Membership.Topics(beats::send, controls::send),
                System::nanoTime);
        membership = joined;
        beats.read(joined::beat);
        controls.read(joined::control);
        timer.scheduleWithFixedDelay(() -> tick(joined), 0, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** A scheduled task that throws would never run again. */
    private static void tick(Membership joined) {
        try {
            joined.tick();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "no beat", e);
        }
    }

    @PreDestroy
    void stop() {
        timer.shutdownNow();
        if (membership != null) {
            membership.leave();
        }
        topics.forEach(Topic::close);
    }
}
