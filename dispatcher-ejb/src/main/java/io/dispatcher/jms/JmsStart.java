package io.dispatcher.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.broker.BrokerDoor;
import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.Lifecycle;
import io.dispatcher.dispatch.StandIns;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.ping.PingTasks;
import io.dispatcher.requests.KeyedMessages;
import io.dispatcher.requests.Requests;
import io.dispatcher.scenarios.Runs;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The public JMS contract in the container: who reads requests, and who sends replies. */
@Singleton
@Startup
@DependsOn({"RequestsStart", "ScenariosStart"})
@TransactionManagement(TransactionManagementType.BEAN)
public class JmsStart {
    /** JSON around the body, and base64 makes a third more of it. */
    private static final int ENVELOPE = 512 * 1024;

    /** Stored requests do not keep waiting callers waiting for the disk. */
    private static final String STORED = "AMQDurable = 'DURABLE' AND " + RequestReader.KEY + " IS NULL";

    private static final String LIVE = "AMQDurable = 'NON_DURABLE' AND " + RequestReader.KEY + " IS NULL";
    /** While the database is away these wait alone. */
    private static final String KEYED = RequestReader.KEY + " IS NOT NULL";

    private static final String REQUESTS_ONLY = "_AMQ_ORIG_ADDRESS = '" + BrokerAddresses.REQUESTS + "'";
    private static final BatchConsumer.Limits SOME = new BatchConsumer.Limits(200);

    @Inject
    private Settings settings;

    @Inject
    private BrokerConnection broker;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private ExecuteRequestParser parser;

    @Inject
    private Requests requests;

    @Inject
    private KeyedMessages keyed;

    @Inject
    private StandIns standIns;

    @Inject
    private PingTasks pings;

    @Inject
    private Runs runs;

    @Inject
    private Lifecycle lifecycle;

    @Inject
    private JmsFigures figures;

    private ReplySender replies;
    private ScenarioRequests scenarios;
    private List<BatchConsumer> consumers = List.of();

    @PostConstruct
    void start() {
        replies = new ReplySender(broker, figures);
        replies.start();
        Clock clock = Clock.systemUTC();
        Settings.Limits limits = settings.limits();
        RequestReader reader = new RequestReader(
                parser,
                limits.maxBodyBytes() * 2 + ENVELOPE,
                BrokerDoor.embedded() != null,
                BrokerDoor.nodeAccess().user(),
                clock);
        int mostLive = Math.max(1, Math.min(limits.maxInFlight(), limits.maxInFlightPerCaller()) / 2);
        LiveRequests live = new LiveRequests(dispatcher, replies::send, mostLive);
        QueueStates queues = new QueueStates(System::nanoTime);
        scenarios = new ScenarioRequests(runs, settings.scenarios().enabled(), replies);
        Intake intake = new Intake(
                reader,
                requests,
                keyed,
                standIns,
                live,
                new PingRequests(pings, replies),
                scenarios,
                queues,
                figures,
                clock);
        BooleanSupplier open = () -> !lifecycle.draining();
        BooleanSupplier openWithRoom = () -> open.getAsBoolean() && live.haveRoom();
        consumers = List.of(
                new BatchConsumer(
                        broker, BrokerAddresses.REQUESTS, STORED, SOME, RequestHandler.ofRequests(intake, open)),
                new BatchConsumer(
                        broker, BrokerAddresses.REQUESTS, LIVE, SOME, RequestHandler.ofRequests(intake, openWithRoom)),
                new BatchConsumer(
                        broker, BrokerAddresses.REQUESTS, KEYED, SOME, RequestHandler.ofRequests(intake, open)),
                new BatchConsumer(
                        broker, BrokerAddresses.EXPIRY, REQUESTS_ONLY, SOME, RequestHandler.ofExpired(intake)));
        consumers.forEach(BatchConsumer::start);
    }

    @PreDestroy
    void stop() {
        consumers.forEach(BatchConsumer::close);
        scenarios.close();
        replies.close();
    }
}
