package io.dispatcher.scenarios;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.database.Sql;
import io.dispatcher.scenarios.engine.RunStatus;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of runs. A run that goes on is its node's, which shows again and again that it is there. Blocking; thread-safe. */
final class RunStore {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUNNING = RunStatus.RUNNING.tag();

    private final DataSource database;
    private final String node;

    RunStore(DataSource database, String node) {
        this.database = database;
        this.node = node;
    }

    /** A run in a list. */
    record Row(
            String id,
            @Nullable String scenarioId,
            String name,
            String status,
            long seed,
            Instant started,
            @Nullable Instant finished) {}

    void add(ScenarioListener.Run run, ObjectNode report, long aliveUntil, Instant now) throws SQLException {
        try (Connection connection = database.getConnection()) {
            Sql.update(
                    connection,
                    "insert into scenario_run (id, scenario_id, name, status, seed, node, alive_until, cancelled,"
                            + " started_at, report) values (?,?,?,?,?,?,?,?,?,?)",
                    run.id(),
                    run.scenarioId(),
                    run.name(),
                    RUNNING,
                    run.seed(),
                    node,
                    aliveUntil,
                    false,
                    now,
                    report.toString());
        }
    }

    /** It goes on, and this is how it stands. @return whether somebody wants it cancelled, or has taken it for dead */
    boolean alive(String id, ObjectNode report, long aliveUntil) throws SQLException {
        return Sql.inOne(database, connection -> {
            boolean ours = Sql.update(
                            connection,
                            "update scenario_run set alive_until = ?, report = ? where id = ? and status = ?",
                            aliveUntil,
                            report.toString(),
                            id,
                            RUNNING)
                    == 1;
            return !ours
                    || Sql.select(
                                    connection,
                                    "select cancelled from scenario_run where id = ?",
                                    row -> row.getBoolean(1),
                                    id)
                            .contains(true);
        });
    }

    /** Whether somebody wants it cancelled, or has taken it for dead. */
    boolean cancelled(String id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return !Sql.select(
                            connection,
                            "select cancelled from scenario_run where id = ? and status = ?",
                            row -> row.getBoolean(1),
                            id,
                            RUNNING)
                    .contains(false);
        }
    }

    /** The end of it, unless another one was stored before. */
    void ended(String id, ObjectNode report, Instant now) throws SQLException {
        try (Connection connection = database.getConnection()) {
            end(connection, id, report, now);
        }
    }

    private static boolean end(Connection connection, String id, ObjectNode report, Instant now) throws SQLException {
        return Sql.update(
                        connection,
                        "update scenario_run set status = ?, finished_at = ?, report = ? where id = ? and status = ?",
                        report.path("status").asText(),
                        now,
                        report.toString(),
                        id,
                        RUNNING)
                == 1;
    }

    /** A run with its report. */
    record Whole(Row row, ObjectNode report) {}

    /** Runs whose node does not show itself any more. */
    List<Whole> dead(long nowMs, boolean ownToo) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.select(
                    connection,
                    "select * from scenario_run where status = ? and (alive_until < ? or (node = ? and ?))",
                    RunStore::whole,
                    RUNNING,
                    nowMs,
                    node,
                    ownToo);
        }
    }

    /** @return whether nobody else did */
    boolean endDead(String id, ObjectNode report, Instant now) throws SQLException {
        return Sql.inOne(database, connection -> end(connection, id, report, now));
    }

    @Nullable
    Whole find(String id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<Whole> found = Sql.select(connection, "select * from scenario_run where id = ?", RunStore::whole, id);
            return found.isEmpty() ? null : found.get(0);
        }
    }

    /** Newest first. */
    List<Row> of(String scenarioId) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.select(
                    connection,
                    "select id, scenario_id, name, status, seed, started_at, finished_at from scenario_run"
                            + " where scenario_id = ? order by id desc",
                    RunStore::row,
                    scenarioId);
        }
    }

    /** @return whether it runs, and will be cancelled where it does */
    boolean cancel(String id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(
                            connection,
                            "update scenario_run set cancelled = ? where id = ? and status = ?",
                            true,
                            id,
                            RUNNING)
                    == 1;
        }
    }

    boolean delete(String id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(connection, "delete from scenario_run where id = ? and status <> ?", id, RUNNING) == 1;
        }
    }

    /** Keeps the newest of a scenario, or of all that are stored nowhere. */
    void forget(@Nullable String scenarioId, int keep) throws SQLException {
        String whose = scenarioId == null ? "scenario_id is null" : "scenario_id = ?";
        Object[] values = scenarioId == null ? new Object[] {keep} : new Object[] {scenarioId, keep};
        Sql.inOne(database, connection -> {
            List<String> old = Sql.select(
                    connection,
                    "select id from scenario_run where " + whose + " and status <> 'running' order by id desc"
                            + " offset ? rows",
                    row -> row.getString(1),
                    values);
            for (String id : old) {
                Sql.update(connection, "delete from scenario_run where id = ?", id);
            }
            return old.size();
        });
    }

    private static Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getString("id"),
                row.getString("scenario_id"),
                row.getString("name"),
                row.getString("status"),
                row.getLong("seed"),
                Sql.instant(row, "started_at"),
                Sql.time(row, "finished_at"));
    }

    private static Whole whole(ResultSet row) throws SQLException {
        try {
            JsonNode report = JSON.readTree(row.getString("report"));
            return new Whole(row(row), (ObjectNode) report);
        } catch (IOException e) {
            throw new SQLException("a report is damaged", e);
        }
    }
}
