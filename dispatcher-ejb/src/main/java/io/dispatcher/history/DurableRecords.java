package io.dispatcher.history;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.dispatcher.dispatch.DispatchRecord;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Records that must not be lost: they travel with their outcome and are stored before it counts as told. Thread-safe. */
public final class DurableRecords {
    private static final System.Logger LOG = System.getLogger(DurableRecords.class.getName());
    private static final CBORFactory CBOR = new CBORFactory();

    private final DataSource database;
    private final HistoryWriter writer;

    public DurableRecords(DataSource database) {
        this.database = database;
        this.writer = new HistoryWriter(database);
    }

    /**
     * Redacted, as the history keeps it.
     *
     * @param node this node's name
     */
    public static byte[] encode(DispatchRecord story, String node) {
        HistoryBatch batch = HistoryBatch.ofOne(story.requestId(), node);
        batch.add(story, true);
        return batch.finish();
    }

    /** @throws IOException if it is not what {@link #encode} wrote */
    public static RecordBatch decode(byte[] record) throws IOException {
        try (CBORParser in = CBOR.createParser(record)) {
            if (in.nextToken() != JsonToken.START_ARRAY || in.nextIntValue(-1) != RecordBatch.FORMAT) {
                throw new IOException("not a batch of records of format " + RecordBatch.FORMAT);
            }
            return RecordBatch.read(in);
        }
    }

    /** What else is written in the same transaction. */
    @FunctionalInterface
    public interface Rest {
        void write(Connection connection) throws SQLException;
    }

    /** Those that are there already are left alone. */
    public void store(List<byte[]> records, Rest rest) throws SQLException {
        List<StoredRecord> all = new ArrayList<>();
        for (byte[] record : records) {
            try {
                all.addAll(decode(record).records());
            } catch (IOException e) {
                // It will not become readable by coming again.
                LOG.log(Level.ERROR, "a record of {0} bytes is unreadable: {1}", record.length, e.getMessage());
            }
        }
        try {
            write(all, rest);
        } catch (SQLException e) {
            if (!HistoryWriter.refusesTheData(e)) {
                throw e;
            }
            writer.writeEach(all);
            write(List.of(), rest);
        }
    }

    private void write(List<StoredRecord> records, Rest rest) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                writer.write(connection, records);
                rest.write(connection);
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            }
        }
    }
}
