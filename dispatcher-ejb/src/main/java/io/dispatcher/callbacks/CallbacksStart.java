package io.dispatcher.callbacks;

import io.dispatcher.callbacks.jms.CallbackConsumer;
import io.dispatcher.config.Settings;
import io.dispatcher.config.StartFailure;
import io.dispatcher.config.StoredSecret;
import io.dispatcher.database.Database;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.protocol.egress.EgressPolicy;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Callbacks in the container. */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class CallbacksStart {
    private static final int PARALLEL = 16;
    private static final int PARALLEL_PER_RECEIVER = 4;

    @Inject
    private Settings settings;

    @Inject
    private Database database;

    @Inject
    private BrokerConnection broker;

    @Inject
    private EgressPolicy policy;

    private final CallbackFigures figures = new CallbackFigures();
    private WebhookSecret secret;
    private CallbackPost post;
    private List<BatchConsumer> consumers = List.of();

    @PostConstruct
    void start() {
        Clock clock = Clock.systemUTC();
        secret = secret();
        post = new CallbackPost(secret, policy, clock, PARALLEL);
        Callbacks callbacks = new Callbacks(
                post::post,
                new Receivers(PARALLEL_PER_RECEIVER),
                new RetrySchedule(() -> ThreadLocalRandom.current().nextDouble()),
                clock,
                figures);
        consumers = Stream.generate(() -> CallbackConsumer.of(broker, callbacks, clock))
                .limit(PARALLEL)
                .toList();
        consumers.forEach(BatchConsumer::start);
    }

    private WebhookSecret secret() {
        Path file = settings.callbackSecretFile();
        try {
            return file == null
                    ? new WebhookSecret(new StoredSecret(database.dataSource(), "webhooks").get())
                    : WebhookSecret.parse(Files.readString(file).strip());
        } catch (SQLException e) {
            throw StartFailure.because("the secret of callbacks cannot be read: " + e.getMessage(), e);
        } catch (IOException e) {
            throw StartFailure.because("--callback-secret-file " + file + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw StartFailure.because("--callback-secret-file " + file + ": its content " + e.getMessage(), e);
        }
    }

    @PreDestroy
    void stop() {
        // Tries under way fail, and are made again after the next start.
        post.close();
        consumers.parallelStream().forEach(BatchConsumer::close);
    }

    @Produces
    @jakarta.inject.Singleton
    public CallbackFigures figures() {
        return figures;
    }

    @Produces
    @jakarta.inject.Singleton
    public WebhookSecret shownSecret() {
        return secret;
    }
}
