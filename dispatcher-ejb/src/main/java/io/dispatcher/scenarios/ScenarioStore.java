package io.dispatcher.scenarios;

import io.dispatcher.database.Sql;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.scenarios.engine.Scenario;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of scenarios. Blocking; thread-safe. */
final class ScenarioStore {
    private static final System.Logger LOG = System.getLogger(ScenarioStore.class.getName());

    private final DataSource database;
    private final ScenarioParser parser;

    ScenarioStore(DataSource database, ScenarioParser parser) {
        this.database = database;
        this.parser = parser;
    }

    /** All there are, the oldest first. */
    List<StoredScenario> all() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.select(connection, "select id, definition from scenario order by id", this::scenario);
        }
    }

    @Nullable
    StoredScenario find(String id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<StoredScenario> found =
                    Sql.select(connection, "select id, definition from scenario where id = ?", this::scenario, id);
            return found.isEmpty() ? null : found.get(0);
        }
    }

    /** Null if it was stored where more was allowed. */
    private @Nullable StoredScenario scenario(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            return new StoredScenario(
                    id, parser.parse(row.getString("definition").getBytes(StandardCharsets.UTF_8)));
        } catch (InvalidRequestException e) {
            LOG.log(Level.WARNING, "scenario {0} is not understood and left alone: {1}", id, e.getMessage());
            return null;
        }
    }

    /** False if there are as many as may be. */
    boolean add(String id, Scenario scenario, Instant now, int most) throws SQLException {
        return Sql.inOne(database, connection -> {
            long there = Sql.select(connection, "select count(*) from scenario", row -> row.getLong(1))
                    .get(0);
            return there < most
                    && Sql.update(
                                    connection,
                                    "insert into scenario (id, name, definition, created_at) values (?,?,?,?)",
                                    id,
                                    scenario.name(),
                                    definition(scenario),
                                    now)
                            == 1;
        });
    }

    boolean replace(String id, Scenario scenario) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(
                            connection,
                            "update scenario set name = ?, definition = ? where id = ?",
                            scenario.name(),
                            definition(scenario),
                            id)
                    == 1;
        }
    }

    /** With its seed, which must not change with a setting. */
    private static String definition(Scenario scenario) {
        return scenario.source().deepCopy().put("seed", scenario.seed()).toString();
    }

    boolean delete(String id) throws SQLException {
        return Sql.inOne(database, connection -> {
            Sql.update(connection, "delete from scenario_run where scenario_id = ? and status <> 'running'", id);
            return Sql.update(connection, "delete from scenario where id = ?", id) == 1;
        });
    }
}
