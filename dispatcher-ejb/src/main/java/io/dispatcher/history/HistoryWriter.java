package io.dispatcher.history;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Writes records. JDBC, not JPA: one statement with many rows costs a fraction of persisting entities, and this
 * is on the way of every request. A record that is there already (redelivery) is left as it is, but for a late answer to a failed one.
 */
public final class HistoryWriter {
    private static final System.Logger LOG = System.getLogger(HistoryWriter.class.getName());
    private static final String INSERT =
            "insert into history (id, kind, accepted_at, caller, agent_id, source_address, method, url,"
                    + " status_code, error, duration_ms, attempts, replay_of, detail) values (?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                    + " on conflict do nothing";

    private final DataSource database;
    private final LostRecords lost = new LostRecords(System::nanoTime);

    public HistoryWriter(DataSource database) {
        this.database = database;
    }

    /** Records that the database will never take, since the start. */
    long lost() {
        return lost.count();
    }

    /**
     * Writes them within the caller's transaction.
     *
     * @return ids of the records that a late answer among them corrected
     */
    public Set<UUID> write(Connection connection, List<StoredRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return Set.of();
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert(insert, records);
        }
        Set<UUID> corrected = new HashSet<>();
        for (StoredRecord record : records) {
            if (record.late() && LateCorrection.apply(connection, record)) {
                corrected.add(record.id());
            }
        }
        return corrected;
    }

    /**
     * Each in a transaction of its own: one that is refused must not hold up all that comes after it. There, trying again helps nobody.
     *
     * @throws SQLException if the database is away or busy
     */
    public void writeEach(List<StoredRecord> records) throws SQLException {
        for (StoredRecord record : records) {
            try (Connection connection = database.getConnection()) {
                write(connection, List.of(record));
            } catch (SQLException e) {
                if (!refusesTheData(e)) {
                    throw e;
                }
                LOG.log(Level.ERROR, "record {0} is refused by the database: {1}", record.id(), e.getMessage());
                lost.add(1, "the database refused one");
            }
        }
    }

    /** Data exception or integrity violation, by the standard's classes; not that the database is away or busy. */
    public static boolean refusesTheData(SQLException e) {
        String state = e.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    private static void insert(PreparedStatement insert, List<StoredRecord> records) throws SQLException {
        for (StoredRecord record : records) {
            if (!record.late()) {
                bind(insert, record);
                insert.addBatch();
            }
        }
        insert.executeBatch();
    }

    private static void bind(PreparedStatement insert, StoredRecord record) throws SQLException {
        insert.setObject(1, record.id());
        insert.setString(2, record.kind());
        insert.setObject(3, Instant.ofEpochMilli(record.timeMs()).atOffset(ZoneOffset.UTC));
        insert.setString(4, record.caller());
        insert.setString(5, record.agentId());
        insert.setString(6, record.sourceAddress());
        insert.setString(7, record.method());
        insert.setString(8, record.url());
        status(insert, record.statusCode() == 0 ? null : record.statusCode());
        insert.setString(10, record.error());
        insert.setDouble(11, record.durationMs());
        insert.setInt(12, record.attempts());
        insert.setString(
                13, record.replayOf() == null ? null : record.replayOf().toString());
        insert.setBytes(14, record.detail());
    }

    private static void status(PreparedStatement insert, @Nullable Integer status) throws SQLException {
        if (status == null) {
            insert.setNull(9, Types.INTEGER);
        } else {
            insert.setInt(9, status);
        }
    }
}
