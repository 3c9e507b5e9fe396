package io.dispatcher.monitors;

import io.dispatcher.database.Sql;
import io.dispatcher.dispatch.InvalidRequestException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tables of monitors and of how their vantage points see them. Blocking; thread-safe. */
final class MonitorStore {
    private static final System.Logger LOG = System.getLogger(MonitorStore.class.getName());
    private static final String POINTS =
            "select monitor_id, agent_id, source_address, state, since, reason, recent, last_run, loss, duration_ms,"
                    + " certificate_until from monitor_vantage_point";

    private final DataSource database;
    private final MonitorParser parser;

    MonitorStore(DataSource database, MonitorParser parser) {
        this.database = database;
        this.parser = parser;
    }

    private record Point(String monitorId, VantagePoint point) {}

    /** All there are, by name. */
    List<Monitor> all() throws SQLException {
        try (Connection connection = database.getConnection()) {
            Map<String, List<VantagePoint>> points = new HashMap<>();
            Sql.select(connection, POINTS + " order by agent_id, source_address", MonitorStore::point)
                    .forEach(point -> points.computeIfAbsent(point.monitorId, id -> new ArrayList<>())
                            .add(point.point));
            return monitors(connection, "", points);
        }
    }

    @Nullable
    Monitor find(String id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            List<Monitor> found = monitors(connection, " where id = ?", Map.of(id, points(connection, id)), id);
            return found.isEmpty() ? null : found.get(0);
        }
    }

    static List<VantagePoint> points(Connection connection, String id) throws SQLException {
        return Sql.select(
                connection,
                POINTS + " where monitor_id = ? order by agent_id, source_address",
                row -> point(row).point,
                id);
    }

    private List<Monitor> monitors(
            Connection connection, String where, Map<String, List<VantagePoint>> points, Object... values)
            throws SQLException {
        return Sql.select(
                connection,
                "select id, definition, caller, paused, created_at, state, state_since, last_run from monitor" + where
                        + " order by name",
                row -> monitor(row, points),
                values);
    }

    private @Nullable Monitor monitor(ResultSet row, Map<String, List<VantagePoint>> points) throws SQLException {
        String id = row.getString("id");
        MonitorSpec spec = spec(id, row.getString("definition"));
        return spec == null
                ? null
                : new Monitor(
                        id,
                        spec,
                        row.getString("caller"),
                        row.getBoolean("paused"),
                        Sql.instant(row, "created_at"),
                        MonitorState.of(row.getString("state")),
                        Sql.instant(row, "state_since"),
                        Sql.time(row, "last_run"),
                        points.getOrDefault(id, List.of()));
    }

    /** Null if it was written by a version that takes more than this one. */
    @Nullable
    MonitorSpec spec(String id, String definition) {
        try {
            return parser.parse(definition.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidRequestException e) {
            LOG.log(Level.WARNING, "monitor {0} is not understood and left alone: {1}", id, e.getMessage());
            return null;
        }
    }

    private static Point point(ResultSet row) throws SQLException {
        String address = row.getString("source_address");
        return new Point(
                row.getString("monitor_id"),
                new VantagePoint(
                        row.getString("agent_id"),
                        address.isEmpty() ? null : address,
                        new VantageState(
                                MonitorState.of(row.getString("state")),
                                Sql.instant(row, "since"),
                                row.getString("reason"),
                                row.getString("recent")),
                        Sql.instant(row, "last_run"),
                        Sql.number(row, "loss"),
                        Sql.number(row, "duration_ms"),
                        Sql.time(row, "certificate_until")));
    }

    /** False if there are as many as may be. */
    boolean add(String id, MonitorSpec spec, @Nullable String caller, Instant now, int most) throws SQLException {
        return Sql.inOne(database, connection -> {
            long there = Sql.select(connection, "select count(*) from monitor", row -> row.getLong(1))
                    .get(0);
            return there < most
                    && Sql.update(
                                    connection,
                                    "insert into monitor (id, name, definition, caller, paused, created_at, next_run,"
                                            + " run_until, state, state_since) values (?,?,?,?,?,?,?,0,?,?)",
                                    id,
                                    spec.name(),
                                    text(spec),
                                    caller,
                                    spec.paused(),
                                    now,
                                    now.toEpochMilli(),
                                    MonitorState.UNKNOWN.tag(),
                                    now)
                            == 1;
        });
    }

    /** Whether another one has that name. */
    boolean named(String name, String butNot) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return !Sql.select(
                            connection,
                            "select id from monitor where name = ? and id <> ?",
                            row -> row.getString(1),
                            name,
                            butNot)
                    .isEmpty();
        }
    }

    private static String text(MonitorSpec spec) {
        return new String(MonitorJson.stored(spec), StandardCharsets.UTF_8);
    }

    /** From now on it is this; what was seen before does not count. A run under way is told nothing and forgotten. */
    boolean replace(String id, MonitorSpec spec, @Nullable String caller, Instant now) throws SQLException {
        return Sql.inOne(database, connection -> {
            boolean there = Sql.update(
                            connection,
                            "update monitor set name = ?, definition = ?, caller = ?, paused = ?, next_run = ?,"
                                    + " run_id = null, run_until = 0, last_run = null, state = ?, state_since = ?"
                                    + " where id = ?",
                            spec.name(),
                            text(spec),
                            caller,
                            spec.paused(),
                            now.toEpochMilli(),
                            MonitorState.UNKNOWN.tag(),
                            now,
                            id)
                    == 1;
            if (there) {
                Sql.update(connection, "delete from monitor_vantage_point where monitor_id = ?", id);
            }
            return there;
        });
    }

    /** True if that changed anything. */
    boolean pause(String id, boolean paused, Instant now) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(
                            connection,
                            "update monitor set paused = ?, next_run = ?, run_id = null, run_until = 0"
                                    + " where id = ? and paused = ?",
                            paused,
                            now.toEpochMilli(),
                            id,
                            !paused)
                    == 1;
        }
    }

    boolean delete(String id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(connection, "delete from monitor where id = ?", id) == 1;
        }
    }
}
