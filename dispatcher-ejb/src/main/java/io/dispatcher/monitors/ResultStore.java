package io.dispatcher.monitors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.database.Sql;
import io.dispatcher.history.IdTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of results: reading and forgetting. Blocking; thread-safe. */
final class ResultStore {
    private static final int AT_ONCE = 1_000;
    private static final UUID LAST = new UUID(-1L, -1L);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SELECT =
            "select id, agent_id, source_address, state, reason, sent, received, samples, detail from monitor_result";
    private static final String OLD =
            "delete from monitor_result where id in (select id from monitor_result where monitor_id = ? and id <= ?"
                    + " limit " + AT_ONCE + ")";
    private static final String ORPHANS =
            "delete from monitor_result where id in (select id from monitor_result where monitor_id not in"
                    + " (select id from monitor) limit " + AT_ONCE + ")";

    private final DataSource database;

    ResultStore(DataSource database) {
        this.database = database;
    }

    /** One of a monitor's results. */
    record Stored(
            UUID id,
            String agentId,
            @Nullable String sourceAddress,
            MonitorState state,
            String reason,
            int sent,
            int received,
            int[] samples,
            @Nullable JsonNode detail) {
        Instant time() {
            return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
        }
    }

    /** Takes results, the newest first. */
    @FunctionalInterface
    interface Reader {
        void read(Stored result);
    }

    /** The newest that fit, at most {@code most}. */
    List<Stored> newest(String monitorId, ResultQuery query, @Nullable UUID before, int most) throws SQLException {
        StringBuilder where = new StringBuilder(" where monitor_id = ? and id < ?");
        List<Object> values = new ArrayList<>(List.of(monitorId, first(query, before)));
        if (query.since() != null) {
            where.append(" and id >= ?");
            values.add(IdTime.least(query.since()));
        }
        if (query.agentId() != null) {
            where.append(" and agent_id = ?");
            values.add(query.agentId());
        }
        if (query.sourceAddress() != null) {
            where.append(" and source_address = ?");
            values.add(query.sourceAddress());
        }
        values.add(most);
        try (Connection connection = database.getConnection()) {
            return Sql.select(
                    connection,
                    SELECT + where + " order by monitor_id, id desc limit ?",
                    ResultStore::stored,
                    values.toArray());
        }
    }

    private static UUID first(ResultQuery query, @Nullable UUID before) {
        UUID until = query.until() == null ? LAST : IdTime.least(query.until());
        return before == null || before.toString().compareTo(until.toString()) > 0 ? until : before;
    }

    /** All that fit, however many: a page at a time. */
    void each(String monitorId, ResultQuery query, Reader reader) throws SQLException {
        UUID before = null;
        List<Stored> page;
        do {
            page = newest(monitorId, query, before, AT_ONCE);
            page.forEach(reader::read);
            before = page.isEmpty() ? null : page.get(page.size() - 1).id;
        } while (page.size() == AT_ONCE);
    }

    private static Stored stored(ResultSet row) throws SQLException {
        String detail = row.getString("detail");
        try {
            return new Stored(
                    row.getObject("id", UUID.class),
                    row.getString("agent_id"),
                    row.getString("source_address"),
                    MonitorState.of(row.getString("state")),
                    row.getString("reason"),
                    row.getInt("sent"),
                    row.getInt("received"),
                    Samples.decode(row.getBytes("samples")),
                    detail == null ? null : JSON.readTree(detail));
        } catch (JsonProcessingException e) {
            throw new SQLException("a result's detail is not JSON", e);
        }
    }

    /**
     * Forgets what is too old or too much, and what belonged to monitors that are no more, in small transactions.
     *
     * @param most results of each that stay
     */
    void forget(Instant oldest, int most) throws SQLException {
        try (Connection connection = database.getConnection()) {
            for (String id : Sql.select(connection, "select id from monitor", row -> row.getString(1))) {
                all(connection, OLD, id, IdTime.least(oldest));
                List<UUID> surplus = Sql.select(
                        connection,
                        "select id from monitor_result where monitor_id = ? order by monitor_id, id desc"
                                + " limit 1 offset ?",
                        row -> row.getObject(1, UUID.class),
                        id,
                        most);
                for (UUID newest : surplus) {
                    all(connection, OLD, id, newest);
                }
            }
            all(connection, ORPHANS);
        }
    }

    private static void all(Connection connection, String delete, Object... values) throws SQLException {
        int removed = AT_ONCE;
        while (removed == AT_ONCE && !Thread.currentThread().isInterrupted()) {
            removed = Sql.update(connection, delete, values);
        }
    }
}
