package io.dispatcher.requests;

import io.dispatcher.config.Settings;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.EgressCheck;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.history.DurableRecords;
import io.dispatcher.history.History;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.requests.jms.OutcomeConsumer;
import io.dispatcher.requests.jms.OutcomeTeller;
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
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Durable requests in the container: who reads their outcomes, and what is forgotten in time. */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class RequestsStart {
    private static final long LOOK_MS = 500;
    private static final long SWEEP_SECONDS = 60;

    @Inject
    private Settings settings;

    @Inject
    private Database database;

    @Inject
    private BrokerConnection broker;

    @Inject
    private OutcomeWriter writer;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private OrderQueue orders;

    @Inject
    private EgressPolicy ownRequests;

    @Inject
    @Any
    private Instance<OutcomeTeller> tellers;

    @Inject
    private History history;

    @Inject
    private LateAnswers lateAnswers;

    private Requests requests;
    private BatchConsumer outcomes;
    private OrderQueue.Subscription expiries;
    private KeyedRequests keyed;
    private KeyedMessages keyedMessages;
    private ClaimDesk desk;
    private ScheduledExecutorService timer;

    @PostConstruct
    void start() {
        Clock clock = Clock.systemUTC();
        RequestStore store = new RequestStore(database.dataSource());
        RequestIds ids = writer.ids();
        Waiters waiters = new Waiters(store, settings.limits().maxInFlight(), System::nanoTime);
        desk = new ClaimDesk(store);
        desk.start();
        requests = new Requests(dispatcher, ids, store, new EgressCheck(ownRequests), clock);
        keyed = new KeyedRequests(dispatcher, requests, ids, desk, waiters, clock, System::nanoTime);
        keyedMessages = new KeyedMessages(requests, keyed, desk, clock);
        OutcomeReader reader = new OutcomeReader(new DurableRecords(database.dataSource()), waiters, clock);
        outcomes = OutcomeConsumer.of(broker, reader::keep, tellers.stream().toList());
        outcomes.start();
        expiries = orders.subscribe(OrderQueue.EXPIRY, OrderQueue.ORDERS_ONLY, this::expired);
        expiries.request();
        timer = Executors.newScheduledThreadPool(1, task -> {
            Thread thread = new Thread(task, "dispatcher-requests");
            thread.setDaemon(true);
            return thread;
        });
        lateAnswers.start(ids, history, store, clock, timer);
        timer.scheduleWithFixedDelay(waiters::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        Sweeper sweeper = new Sweeper(store, waiters, () -> readUpTo(reader, clock), clock);
        timer.scheduleWithFixedDelay(sweeper::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    private @Nullable Instant readUpTo(OutcomeReader reader, Clock clock) {
        Instant now = clock.instant();
        long unread = orders.depth(OrderQueue.OUTCOMES);
        if (unread < 0) {
            return null;
        }
        return unread == 0 ? now : reader.readUpTo();
    }

    private void expired(OrderQueue.Delivery order) {
        dispatcher.expired(order, String.valueOf(order.expiredIn()));
        expiries.request();
    }

    @PreDestroy
    void stop() {
        timer.shutdown();
        expiries.close();
        desk.close();
        outcomes.close();
    }

    @Produces
    @jakarta.inject.Singleton
    public Requests requests() {
        return requests;
    }

    @Produces
    @jakarta.inject.Singleton
    public KeyedRequests keyed() {
        return keyed;
    }

    @Produces
    @jakarta.inject.Singleton
    public KeyedMessages keyedMessages() {
        return keyedMessages;
    }
}
