package io.dispatcher.history;

import io.dispatcher.dispatch.DispatchRecord;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer that came after its request had failed corrects the record: completed wins (ARCHITECTURE D7). Only the agent the request was
 * given to last may do that, and nothing changes a record that has its answer. The duration stays what the caller waited.
 */
final class LateCorrection {
    private static final System.Logger LOG = System.getLogger(LateCorrection.class.getName());
    private static final String FAILED =
            "select accepted_at, detail from history where id = ? and agent_id = ? and error is not null for update";
    private static final String CORRECT =
            "update history set status_code = ?, error = null, source_address = ?, detail = ? where id = ?";

    private LateCorrection() {}

    /**
     * Within the caller's transaction.
     *
     * @return whether there was something to correct
     */
    static boolean apply(Connection connection, StoredRecord late) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FAILED)) {
            select.setObject(1, late.id());
            select.setString(2, late.agentId());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                OffsetDateTime accepted = row.getObject(1, OffsetDateTime.class);
                return correct(
                        connection, late, late.timeMs() - accepted.toInstant().toEpochMilli(), row.getBytes(2));
            }
        }
    }

    private static boolean correct(Connection connection, StoredRecord late, long atMs, byte[] failed)
            throws SQLException {
        byte[] detail;
        try {
            detail = merged(HistoryDetail.decode(failed), HistoryDetail.decode(late.detail()), atMs);
        } catch (IOException e) {
            // It will not become readable by coming again.
            LOG.log(Level.WARNING, "record {0} is not corrected by its late answer: {1}", late.id(), e.getMessage());
            return false;
        }
        try (PreparedStatement update = connection.prepareStatement(CORRECT)) {
            update.setInt(1, late.statusCode());
            update.setString(2, late.sourceAddress());
            update.setBytes(3, detail);
            update.setObject(4, late.id());
            return update.executeUpdate() == 1;
        }
    }

    private static byte[] merged(HistoryDetail failed, HistoryDetail late, long atMs) {
        List<DispatchRecord.Hop> hops = new ArrayList<>(failed.hops());
        hops.add(new DispatchRecord.Hop("replied", atMs, "late: it had ended before"));
        return new HistoryDetail(
                        failed.request(),
                        late.response(),
                        null,
                        failed.queueMs(),
                        late.timings(),
                        hops,
                        failed.complete(),
                        failed.tunnel())
                .encode();
    }
}
