package io.dispatcher.ping;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentView;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.EgressCheck;
import io.dispatcher.dispatch.Lifecycle;
import io.dispatcher.dispatch.OtherNodes;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.ping.jms.NodeMailbox;
import io.dispatcher.protocol.egress.EgressPolicy;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Puts pings together in the container; no logic of its own. */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class PingStart {
    private static final System.Logger LOG = System.getLogger(PingStart.class.getName());
    private static final int LOOKUP_THREADS = 8;
    /** 64 names of each order, and orders are at most as many as there are tasks times ten. */
    private static final int LOOKUPS_WAITING = 10 * 64 * PingTasks.MOST_TASKS;

    private static final long LOOK_SECONDS = 1;

    @Inject
    private AgentDirectory agents;

    @Inject
    private AgentPings connected;

    @Inject
    private EgressCheck egress;

    @Inject
    private EgressPolicy ownRequests;

    @Inject
    private OtherNodes others;

    @Inject
    private BrokerConnection broker;

    @Inject
    private Lifecycle lifecycle;

    @Inject
    @Any
    private Instance<PingTaskListener> listeners;

    @Inject
    @Any
    private Instance<DispatchListener> records;

    private ScheduledThreadPoolExecutor timer;
    private ThreadPoolExecutor lookups;
    private OwnPings own;
    private PingTasks tasks;
    private StoredTasks stored;
    private volatile @Nullable NodePings nodes;
    private volatile @Nullable NodeMailbox mailbox;

    @PostConstruct
    void start() {
        timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "dispatcher-ping-timer"));
        timer.setRemoveOnCancelPolicy(true);
        lookups = new ThreadPoolExecutor(
                LOOKUP_THREADS,
                LOOKUP_THREADS,
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(LOOKUPS_WAITING),
                task -> daemon(task, "dispatcher-ping-lookup"));
        lookups.allowCoreThreadTimeOut(true);
        own = new OwnPings(OwnPings.onThreadsOf(lookups), ownRequests, timer);
        tasks = new PingTasks(
                agents,
                this::vantagePoint,
                own,
                egress,
                lifecycle::draining,
                Clock.systemUTC(),
                System::nanoTime,
                listeners.stream().toList(),
                new PairRecords(records.stream().toList()));
        stored = new StoredTasks(tasks, System::nanoTime);
        String node = others.ownName();
        if (node != null) {
            nodes = new NodePings(node, this::send, connected::of, this::isAt, System::nanoTime);
            mailbox = new NodeMailbox(broker, node, nodes::heard);
        }
        timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private @Nullable VantagePoint vantagePoint(AgentView agent) {
        return nodes != null && agent.node() != null && agents.isElsewhere(agent.agentId())
                ? nodes.at(agent.agentId(), agent.node())
                : connected.of(agent.agentId());
    }

    private boolean isAt(String agentId, String otherNode) {
        AgentView agent = agents.view(agentId);
        return agent != null && otherNode.equals(agent.node());
    }

    private void send(String toNode, byte[] message) {
        if (mailbox != null) {
            mailbox.send(toNode, message);
        }
    }

    private void look() {
        try {
            if (nodes != null) {
                nodes.tick();
            }
            tasks.tick();
            stored.tick();
        } catch (RuntimeException e) {
            // A periodic task that throws is never run again.
            LOG.log(Level.ERROR, "looking after pings failed", e);
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    @PreDestroy
    void stop() {
        tasks.close();
        if (mailbox != null) {
            mailbox.close();
        }
        own.close();
        timer.shutdownNow();
        lookups.shutdownNow();
    }

    @Produces
    @jakarta.inject.Singleton
    public PingTasks tasks() {
        return tasks;
    }

    @Produces
    @jakarta.inject.Singleton
    public StoredTasks stored() {
        return stored;
    }
}
