package io.dispatcher.monitors;

import io.dispatcher.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Ends runs: their results, and what follows from them for the states, in one transaction. Blocking; thread-safe. */
final class RunStore {
    private final DataSource database;
    private final Supplier<UUID> ids;

    /** @param ids ordered by time */
    RunStore(DataSource database, Supplier<UUID> ids) {
        this.database = database;
        this.ids = ids;
    }

    /**
     * A run that has ended.
     *
     * @param ended now
     */
    record Run(UUID id, String monitorId, MonitorSpec spec, Instant ended, List<CheckResult> results) {}

    /**
     * What it changed.
     *
     * @param place null: all vantage points together
     */
    record Change(CheckResult.@Nullable Place place, MonitorState from, MonitorState to, String reason) {}

    /** Empty if the monitor was changed, paused or deleted meanwhile: the results are not kept then. */
    Optional<List<Change>> end(Run run) throws SQLException {
        return Sql.inOne(database, connection -> {
            if (!DueRuns.end(connection, run.monitorId, run.id, run.ended)) {
                return Optional.empty();
            }
            insert(connection, run);
            List<Change> changes = new ArrayList<>();
            Map<CheckResult.Place, VantagePoint> points = changed(connection, run, changes);
            Sql.update(connection, "delete from monitor_vantage_point where monitor_id = ?", run.monitorId);
            for (VantagePoint point : points.values()) {
                insert(connection, run.monitorId, point);
            }
            overall(connection, run, points, changes);
            ChangeStore.insert(connection, run.monitorId, changes, ids);
            return Optional.of(changes);
        });
    }

    private static Map<CheckResult.Place, VantagePoint> changed(Connection connection, Run run, List<Change> changes)
            throws SQLException {
        Map<CheckResult.Place, VantagePoint> points = new LinkedHashMap<>();
        for (VantagePoint point : MonitorStore.points(connection, run.monitorId)) {
            points.put(new CheckResult.Place(point.agentId(), point.sourceAddress()), point);
        }
        Map<CheckResult.Place, CheckResult> seen = new LinkedHashMap<>();
        run.results.forEach(result -> seen.put(result.place(), result));
        points.keySet().stream()
                .filter(place -> !seen.containsKey(place))
                .toList()
                .forEach(place -> gone(points, place, run, changes));
        seen.forEach((place, result) -> {
            VantagePoint before = points.get(place);
            VantageState was = before == null ? VantageState.begun(run.ended) : before.state();
            points.put(place, after(place, was, result, run));
            note(place, was, points.get(place).state(), changes);
        });
        return points;
    }

    /** Was not part of the run: an agent that is away, an address it has no more. Once that is clear, it is forgotten. */
    private static void gone(
            Map<CheckResult.Place, VantagePoint> points, CheckResult.Place place, Run run, List<Change> changes) {
        VantagePoint before = points.get(place);
        if (before == null || before.seen() == MonitorState.UNKNOWN) {
            points.remove(place);
            return;
        }
        CheckResult missing = CheckResult.unknown(place, "no part of the last run: away, or not asked for any more");
        points.put(place, after(place, before.state(), missing, run));
        note(place, before.state(), points.get(place).state(), changes);
    }

    private static VantagePoint after(CheckResult.Place place, VantageState was, CheckResult result, Run run) {
        VantageState now =
                was.after(result.verdict(), run.spec.failuresBeforeDown(), run.spec.successesBeforeUp(), run.ended);
        return new VantagePoint(
                place.agentId(),
                place.address(),
                now,
                run.ended,
                result.lossPercent(),
                result.medianMs(),
                result.certificateUntil());
    }

    private static void note(CheckResult.Place place, VantageState was, VantageState now, List<Change> changes) {
        if (was.state() != now.state()) {
            changes.add(new Change(place, was.state(), now.state(), now.reason()));
        }
    }

    private static void overall(
            Connection connection, Run run, Map<CheckResult.Place, VantagePoint> points, List<Change> changes)
            throws SQLException {
        MonitorState now = MonitorState.overall(
                points.values().stream().map(VantagePoint::seen).toList());
        MonitorState was = Sql.select(
                        connection,
                        "select state from monitor where id = ?",
                        row -> MonitorState.of(row.getString(1)),
                        run.monitorId)
                .get(0);
        if (was != now) {
            Sql.update(
                    connection,
                    "update monitor set state = ?, state_since = ? where id = ?",
                    now.tag(),
                    run.ended,
                    run.monitorId);
            String reason = points.values().stream()
                    .filter(point -> point.seen() == now)
                    .map(point -> point.state().reason())
                    .findFirst()
                    .orElse("");
            changes.add(new Change(null, was, now, reason));
        }
    }

    private static void insert(Connection connection, String monitorId, VantagePoint point) throws SQLException {
        Sql.update(
                connection,
                "insert into monitor_vantage_point (monitor_id, agent_id, source_address, state, since, reason, recent,"
                        + " last_run, loss, duration_ms, certificate_until) values (?,?,?,?,?,?,?,?,?,?,?)",
                monitorId,
                point.agentId(),
                point.sourceAddress() == null ? "" : point.sourceAddress(),
                point.seen().tag(),
                point.state().since(),
                point.state().reason(),
                point.state().recent(),
                point.lastRun(),
                point.lossPercent(),
                point.durationMs(),
                point.certificateUntil());
    }

    private void insert(Connection connection, Run run) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into monitor_result (id, monitor_id, agent_id, source_address, state, reason, sent, received,"
                        + " samples, detail) values (?,?,?,?,?,?,?,?,?,?)")) {
            for (CheckResult result : run.results) {
                Sql.fill(
                        insert,
                        ids.get(),
                        run.monitorId,
                        result.place().agentId(),
                        result.sourceAddress(),
                        result.verdict().state().tag(),
                        result.verdict().reason(),
                        result.sent(),
                        result.received(),
                        Samples.encode(result.samples()),
                        result.detail() == null ? null : result.detail().toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
