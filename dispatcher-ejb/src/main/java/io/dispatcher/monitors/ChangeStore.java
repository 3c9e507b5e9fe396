package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.database.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of changes of state. Blocking; thread-safe. */
final class ChangeStore {
    private static final String SELECT =
            "select id, agent_id, source_address, state_before, state_after, reason from monitor_change";

    private final DataSource database;
    private final Retention retention;

    ChangeStore(DataSource database) {
        this.database = database;
        this.retention = new Retention(database, "monitor_change");
    }

    /**
     * One of a monitor's changes.
     *
     * @param agentId null: all vantage points together
     */
    record Stored(
            UUID id,
            @Nullable String agentId,
            @Nullable String sourceAddress,
            MonitorState from,
            MonitorState to,
            String reason) {
        ObjectNode shown() {
            ObjectNode json = MonitorJson.NODES.objectNode();
            json.put("id", id.toString());
            json.put("time", MonitorJson.time(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)));
            json.put("agent_id", agentId);
            json.put("source_address", sourceAddress);
            json.put("from", from.tag());
            json.put("to", to.tag());
            return json.put("reason", reason.isEmpty() ? null : reason);
        }
    }

    /** Within the transaction that ends the run. */
    static void insert(Connection connection, String monitorId, List<RunStore.Change> changes, Supplier<UUID> ids)
            throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "insert into monitor_change (id, monitor_id, agent_id, source_address, state_before, state_after, reason)"
                        + " values (?,?,?,?,?,?,?)")) {
            for (RunStore.Change change : changes) {
                CheckResult.Place place = change.place();
                Sql.fill(
                        insert,
                        ids.get(),
                        monitorId,
                        place == null ? null : place.agentId(),
                        place == null ? null : place.address(),
                        change.from().tag(),
                        change.to().tag(),
                        change.reason());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** The newest that fit, at most {@code most}. */
    List<Stored> newest(String monitorId, ResultQuery query, int most) throws SQLException {
        NewestFirst page = NewestFirst.of(SELECT, monitorId, query, query.before(), most);
        try (Connection connection = database.getConnection()) {
            return Sql.select(connection, page.sql(), ChangeStore::stored, page.values());
        }
    }

    private static Stored stored(ResultSet row) throws SQLException {
        return new Stored(
                row.getObject("id", UUID.class),
                row.getString("agent_id"),
                row.getString("source_address"),
                MonitorState.of(row.getString("state_before")),
                MonitorState.of(row.getString("state_after")),
                row.getString("reason"));
    }

    /** @param most changes of each monitor that stay */
    void forget(Instant oldest, int most) throws SQLException {
        retention.forget(oldest, most);
    }
}
