package io.dispatcher.dispatch;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentSession;
import io.dispatcher.agents.JdbcAgentStore;
import io.dispatcher.agents.selection.AddressPool;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.broker.BrokerDoor;
import io.dispatcher.config.NodeName;
import io.dispatcher.config.Settings;
import io.dispatcher.config.StartFailure;
import io.dispatcher.config.Started;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.jms.CoreOrderQueue;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.Endpoint;
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
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.api.core.ActiveMQException;

/** Puts dispatch together in the container and gives it its clock; no logic of its own. */
@Singleton
@Startup
@DependsOn({"DatabaseStart", "MessagingStart", "HistoryStart", "TokensStart", "NeighboursStart"})
@TransactionManagement(TransactionManagementType.BEAN)
public class DispatchStart {
    private static final System.Logger LOG = System.getLogger(DispatchStart.class.getName());
    /** They wait for the broker for moments: commits of an external one, searches in queues. */
    private static final int BACKGROUND_THREADS = 6;
    /** Orders queued or in flight on one address before its turn passes to the next. */
    private static final int ADDRESS_QUEUE_BOUND = 1_000;

    @Inject
    private Settings settings;

    @Inject
    private Database database;

    @Inject
    @Any
    private Instance<DispatchListener> listeners;

    @Inject
    private OutcomeMessages outcomes;

    @Inject
    private OtherNodes others;

    @Inject
    private BrokerConnection broker;

    @Inject
    private Started started;

    private ScheduledExecutorService timer;
    private ScheduledExecutorService background;
    private CoreOrderQueue queue;
    private AgentDirectory agents;
    private Dispatcher dispatcher;
    private EgressCheck egress;
    private EgressPolicy ownRequests;
    private Lifecycle lifecycle;

    @PostConstruct
    void start() {
        timer = threads("dispatcher-tick", 1);
        background = threads("dispatcher-background", BACKGROUND_THREADS);
        try {
            queue = new CoreOrderQueue(broker, BrokerDoor.embedded(), background);
        } catch (ActiveMQException e) {
            throw StartFailure.because("the broker does not take orders: " + e.getMessage(), e);
        }
        agents = new AgentDirectory(
                NodeName.resolve(settings),
                new JdbcAgentStore(database.dataSource()),
                new AddressPool(new SplittableRandom(), ADDRESS_QUEUE_BOUND),
                Clock.systemUTC(),
                System::nanoTime);
        List<Endpoint> own = OwnEndpoints.of(System.getProperty("dispatcher.binds", ""));
        egress = new EgressCheck(settings.egress().deny(), own);
        ownRequests =
                new EgressPolicy(settings.egress().allow(), settings.egress().deny(), own);
        lifecycle = new Lifecycle(() -> dispatcher.open(), others::anyAlive);
        lifecycle.register();
        dispatcher = new Dispatcher(
                agents,
                queue,
                new SystemClock(background),
                new DispatchWaits.Defaults(
                        settings.waits().agent(),
                        settings.waits().ack(),
                        settings.waits().reply(),
                        10),
                new DispatchLimits(
                        settings.limits().maxInFlight(),
                        settings.limits().maxInFlightPerCaller(),
                        settings.limits().requestsPerSecond()),
                BodyRoom.quarter(),
                BodyRoom.quarter(),
                lifecycle::draining,
                egress,
                outcomes,
                others,
                listeners.stream().toList());
        new Ticker(guarded(dispatcher::tick), dispatcher::busy, System::nanoTime).start(timer);
        timer.scheduleWithFixedDelay(
                guarded(agents::heartbeat),
                AgentSession.HEARTBEAT_MS,
                AgentSession.HEARTBEAT_MS,
                TimeUnit.MILLISECONDS);
        started.set(true);
    }

    private static ScheduledExecutorService threads(String name, int count) {
        AtomicInteger number = new AtomicInteger();
        return Executors.newScheduledThreadPool(count, task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** A scheduled task that throws would never run again. */
    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "periodic task failed", e);
            }
        };
    }

    @PreDestroy
    void stop() {
        started.set(false);
        timer.shutdownNow();
        background.shutdownNow();
        lifecycle.unregister();
        queue.close();
    }

    @Produces
    @jakarta.inject.Singleton
    public Dispatcher dispatcher() {
        return dispatcher;
    }

    @Produces
    @jakarta.inject.Singleton
    public EgressCheck egress() {
        return egress;
    }

    /** For requests that this coordinator makes itself. */
    @Produces
    @jakarta.inject.Singleton
    public EgressPolicy ownRequests() {
        return ownRequests;
    }

    @Produces
    @jakarta.inject.Singleton
    public Lifecycle lifecycle() {
        return lifecycle;
    }

    @Produces
    @jakarta.inject.Singleton
    public OrderQueue orders() {
        return queue;
    }

    @Produces
    @jakarta.inject.Singleton
    public AgentDirectory agents() {
        return agents;
    }

    /** Looked for with each request: whoever can stand in is made after this. */
    @Produces
    @jakarta.inject.Singleton
    public StandIns standIns(Instance<StandIns.StandIn> found) {
        return new StandIns(agents, () -> found.isResolvable() ? found.get() : null);
    }

    @Produces
    @jakarta.inject.Singleton
    public ExecuteRequestParser parser() {
        SelectionStrategy strategy = SelectionStrategy.of(settings.strategy());
        return new ExecuteRequestParser(
                strategy == null ? SelectionStrategy.ROUND_ROBIN : strategy,
                settings.limits().maxBodyBytes());
    }
}
