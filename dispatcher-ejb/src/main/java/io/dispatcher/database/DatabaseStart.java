package io.dispatcher.database;

import io.dispatcher.config.Settings;
import io.dispatcher.config.StartFailure;
import io.dispatcher.config.StoredRequest;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;

/** Opens the database before anything that needs it ({@code @DependsOn("DatabaseStart")}); ends the start if it cannot. */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class DatabaseStart {
    @Inject
    private Settings settings;

    private Database database;

    @PostConstruct
    void open() {
        try {
            database = Database.open(settings);
        } catch (DatabaseException e) {
            throw StartFailure.because(String.valueOf(e.getMessage()), e);
        }
    }

    @PreDestroy
    void close() {
        database.close();
    }

    /** For injection anywhere. */
    @Produces
    @jakarta.inject.Singleton
    public Database database() {
        return database;
    }

    @Produces
    @jakarta.inject.Singleton
    public StoredRequest storedRequest() {
        return new StoredRequest(database.dataSource());
    }
}
