package io.dispatcher.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.dispatcher.config.Settings;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Persistence;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The open database: a bounded pool, schema up to date. Thread-safe. Made of settings at run time because a deployed
 * {@code @DataSourceDefinition} cannot follow them (an unset variable stays literal and fails).
 */
public final class Database implements AutoCloseable {
    /** Name of the unit in {@code persistence.xml}. */
    static final String UNIT = "dispatcher";

    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final int EMBEDDED_POOL = 6;
    private static final int REMOTE_POOL = 10;
    private static final long BORROW_MS = 2_000;
    private static final long START_MS = 5_000;

    private final HikariDataSource pool;
    private final boolean embedded;
    private @Nullable EntityManagerFactory entities;

    private Database(HikariDataSource pool, boolean embedded) {
        this.pool = pool;
        this.embedded = embedded;
    }

    /**
     * Opens and migrates.
     *
     * @throws DatabaseException with one line for the operator if it cannot be reached, is locked or is not ours
     */
    public static Database open(Settings settings) {
        Settings.Database wanted = settings.database();
        boolean embedded = wanted.url() == null;
        String where =
                embedded ? "the database in " + settings.dataDir().resolve("db") : "the database " + wanted.url();
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(embedded ? embedded(settings.dataDir()) : remote(wanted));
        } catch (RuntimeException e) {
            String remedy = embedded ? "" : ": start it or correct --db-url, --db-user and --db-password-file";
            throw new DatabaseException("cannot open " + where + ": " + DatabaseException.root(e) + remedy, e);
        }
        try {
            migrate(pool);
        } catch (FlywayException e) {
            pool.close();
            throw new DatabaseException("cannot set up " + where + ": " + DatabaseException.root(e), e);
        }
        return new Database(pool, embedded);
    }

    /** Non-JTA: a connection is its own transaction; auto-commit is on unless switched off by the borrower. */
    public DataSource dataSource() {
        return pool;
    }

    public boolean embedded() {
        return embedded;
    }

    /** The JPA unit, made on first use (it costs most of a second, which a start need not wait for). */
    public synchronized EntityManagerFactory entities() {
        if (entities == null) {
            entities = Persistence.createEntityManagerFactory(
                    UNIT,
                    Map.of(
                            "jakarta.persistence.nonJtaDataSource",
                            pool,
                            "eclipselink.target-database",
                            embedded ? "org.eclipse.persistence.platform.database.H2Platform" : "PostgreSQL"));
        }
        return entities;
    }

    /** True if a connection answers within the time a borrower would wait at most. */
    public boolean reachable() {
        try (Connection connection = pool.getConnection()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        if (entities != null) {
            entities.close();
            entities = null;
        }
        if (embedded) {
            closeWithLastConnection();
        }
        pool.close();
    }

    /** Left open, it would be in use for the next deployment in this process. */
    private void closeWithLastConnection() {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET DB_CLOSE_DELAY 0");
        } catch (SQLException e) {
            LOG.log(Level.WARNING, "the embedded database stays open: {0}", e.getMessage());
        }
    }

    private static void migrate(DataSource pool) {
        Flyway.configure(Database.class.getClassLoader())
                .dataSource(pool)
                .locations("classpath:db/migration")
                .table("schema_history")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    /**
     * PostgreSQL mode: one set of statements for both databases. WRITE_DELAY 0: a commit has reached the operating system when it returns, so
     * that it survives a killed process; commits are batched by the writers, so this costs little.
     */
    private static HikariConfig embedded(Path dataDir) {
        Path file = dataDir.resolve("db").resolve("dispatcher");
        try {
            Files.createDirectories(dataDir.resolve("db"));
        } catch (IOException e) {
            throw new DatabaseException("cannot create " + dataDir.resolve("db") + ": " + e.getMessage(), e);
        }
        HikariConfig config = common(EMBEDDED_POOL);
        config.setDriverClassName("org.h2.Driver");
        config.setJdbcUrl("jdbc:h2:file:" + file
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_ON_EXIT=FALSE;DB_CLOSE_DELAY=-1"
                + ";WRITE_DELAY=0;CACHE_SIZE=16384");
        config.setUsername("dispatcher");
        config.setPassword("");
        return config;
    }

    private static HikariConfig remote(Settings.Database wanted) {
        HikariConfig config = common(REMOTE_POOL);
        config.setDriverClassName("org.postgresql.Driver");
        config.setJdbcUrl(wanted.url());
        if (wanted.user() != null) {
            config.setUsername(wanted.user());
        }
        if (wanted.passwordFile() != null) {
            config.setPassword(firstLine(wanted.passwordFile()));
        }
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("ApplicationName", "dispatcher");
        config.addDataSourceProperty("connectTimeout", "5");
        config.addDataSourceProperty("socketTimeout", "30");
        return config;
    }

    private static HikariConfig common(int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("dispatcher");
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(BORROW_MS);
        config.setInitializationFailTimeout(START_MS);
        return config;
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("").strip();
        } catch (IOException e) {
            throw new DatabaseException("--db-password-file " + file + ": cannot be read", e);
        }
    }
}
