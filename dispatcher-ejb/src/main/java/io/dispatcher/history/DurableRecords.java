package io.dispatcher.history;

import io.dispatcher.dispatch.DispatchRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Records that must not be lost: they travel with their outcome and are stored before it counts as told. Thread-safe. */
public final class DurableRecords {
    private final HistoryWriter writer;

    public DurableRecords(DataSource database) {
        this.writer = new HistoryWriter(database);
    }

    /** Redacted, as the history keeps it. */
    public static byte[] encode(DispatchRecord story) {
        HistoryBatch batch = HistoryBatch.ofOne();
        batch.add(story, true);
        return batch.finish();
    }

    /** What else is written in the same transaction. */
    @FunctionalInterface
    public interface Rest {
        void write(Connection connection) throws SQLException;
    }

    /** Those that are there already are left alone. */
    public void store(List<byte[]> records, Rest rest) throws SQLException {
        writer.store(records, rest::write);
    }
}
