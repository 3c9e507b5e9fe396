package io.dispatcher.targets;

import com.github.f4b6a3.uuid.UuidCreator;
import io.dispatcher.config.Settings;
import io.dispatcher.config.StartFailure;
import io.dispatcher.database.Database;
import io.dispatcher.dispatch.ExecuteRequestParser;
import jakarta.annotation.PostConstruct;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;

/** Puts targets together in the container; no logic of its own. */
@Singleton
@Startup
@DependsOn("DispatchStart")
@TransactionManagement(TransactionManagementType.BEAN)
public class TargetsStart {
    @Inject
    private Settings settings;

    @Inject
    private Database database;

    @Inject
    private ExecuteRequestParser requests;

    @Inject
    @Any
    private Instance<TargetListener> listeners;

    private Targets targets;

    @PostConstruct
    void start() {
        TargetParser parser = new TargetParser(requests);
        targets = new Targets(
                new TargetStore(database.dataSource(), parser, seal()),
                parser,
                settings.targets().most(),
                UuidCreator::getTimeOrderedEpoch,
                Clock.systemUTC(),
                listeners.stream().toList());
    }

    private Seal seal() {
        try {
            return Seal.of(settings.dataDir());
        } catch (IOException e) {
            throw StartFailure.because(
                    "the key that targets' secrets are sealed with cannot be used: " + e.getMessage(), e);
        }
    }

    @Produces
    @jakarta.inject.Singleton
    public Targets targets() {
        return targets;
    }
}
