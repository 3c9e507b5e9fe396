package io.dispatcher.events;

import io.dispatcher.history.HistoryWriter;
import io.dispatcher.history.StoredRecord;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Gives events their numbers, without holes, in the transaction that keeps them and their records. What the journal brings twice has its numbers
 * already; two sequencers at a time, while one takes over from another, wait for each other in the database. For one thread.
 */
public final class Sequencer {
    private static final System.Logger LOG = System.getLogger(Sequencer.class.getName());

    private final DataSource database;
    private final HistoryWriter history;
    private final InstantSource clock;
    private final EventFigures figures;
    private final HopRate hops;

    public Sequencer(DataSource database, HistoryWriter history, InstantSource clock, EventFigures figures) {
        this.database = database;
        this.history = history;
        this.clock = clock;
        this.figures = figures;
        this.hops = new HopRate(clock, figures);
    }

    /**
     * Keeps what messages of the journal brought.
     *
     * @return what is to be published when they end: in the order of numbers, with what was numbered when they came before and did not end
     * @throws SQLException if nothing was kept: try again later
     */
    public List<EventBlock> keep(List<JournalMessage> messages) throws SQLException {
        Map<UUID, Batch> batches = new LinkedHashMap<>();
        for (JournalMessage message : messages) {
            try {
                // A batch that came twice at once is the first one's.
                message.batches().forEach(batch -> batches.putIfAbsent(batch.id(), batch));
            } catch (IOException e) {
                LOG.log(
                        Level.ERROR,
                        "a journal message of {0} bytes is unreadable and left out: {1}",
                        message.body().length,
                        e.getMessage());
            }
        }
        return batches.isEmpty() ? List.of() : keep(batches);
    }

    private List<EventBlock> keep(Map<UUID, Batch> batches) throws SQLException {
        try {
            return keep(batches, history::write);
        } catch (SQLException e) {
            if (!HistoryWriter.refusesTheData(e)) {
                throw e;
            }
            for (Batch batch : batches.values()) {
                history.writeEach(batch.records());
            }
            return keep(batches, (connection, records) -> Set.of());
        }
    }

    /** Writes records, and says which others they corrected. */
    @FunctionalInterface
    private interface Records {
        Set<UUID> write(Connection connection, List<StoredRecord> records) throws SQLException;
    }

    private List<EventBlock> keep(Map<UUID, Batch> batches, Records records) throws SQLException {
        List<EventBlock> publish = new ArrayList<>();
        List<EventBlock> made;
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                long last = EventLog.lock(connection);
                Map<UUID, EventBlock> known = EventLog.known(connection, batches.keySet());
                List<Batch> fresh = new ArrayList<>();
                for (Batch batch : batches.values()) {
                    EventBlock block = known.get(batch.id());
                    if (block == null) {
                        fresh.add(batch);
                    } else if (block.message() == batch.message()) {
                        // It comes again, so it has not ended: its events were not published. The same batch by another
                        // message is that one's to publish.
                        publish.add(block);
                    }
                }
                made = number(connection, fresh, records, last);
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
        made.forEach(block -> figures.numbered(block.size()));
        publish.addAll(made);
        publish.sort(Comparator.comparingLong(EventBlock::first));
        return publish;
    }

    private List<EventBlock> number(Connection connection, List<Batch> batches, Records records, long last)
            throws SQLException {
        List<StoredRecord> all = new ArrayList<>();
        batches.forEach(batch -> all.addAll(batch.records()));
        Set<UUID> corrected = records.write(connection, all);
        List<EventBlock> blocks = new ArrayList<>();
        long next = last + 1;
        for (Batch batch : batches) {
            EventBlock block = EventBlock.of(batch, corrected, hops, next);
            if (block != null) {
                blocks.add(block);
                next = block.last() + 1;
            }
        }
        if (!blocks.isEmpty()) {
            EventLog.add(connection, blocks, clock.instant());
        }
        return blocks;
    }
}
