package io.dispatcher.monitors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of results: reading and forgetting. Blocking; thread-safe. */
final class ResultStore {
    private static final int AT_ONCE = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SELECT =
            "select id, agent_id, source_address, state, reason, sent, received, samples, detail from monitor_result";

    private final DataSource database;
    private final Retention retention;

    ResultStore(DataSource database) {
        this.database = database;
        this.retention = new Retention(database, "monitor_result");
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
        NewestFirst page = NewestFirst.of(SELECT, monitorId, query, before, most);
        try (Connection connection = database.getConnection()) {
            return Sql.select(connection, page.sql(), ResultStore::stored, page.values());
        }
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

    /** @param most results of each monitor that stay */
    void forget(Instant oldest, int most) throws SQLException {
        retention.forget(oldest, most);
    }
}
