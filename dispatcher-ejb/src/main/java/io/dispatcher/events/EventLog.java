package io.dispatcher.events;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** The log in the database: reading it is for everybody, writing for the sequencer. Blocking; thread-safe. */
public final class EventLog {
    /** Events are kept so long. */
    public static final Duration RETENTION = Duration.ofHours(24);

    private static final int BLOCKS_AT_ONCE = 10;
    private static final int FORGOTTEN_AT_ONCE = 500;
    private static final String COLUMNS = "first_number, last_number, batch, message, events";
    /** The block that holds the number, or the first after it. */
    private static final String FROM =
            "select first_number, events from event_block where last_number > ? and first_number >="
                    + " (select coalesce(max(first_number), 0) from event_block where first_number <= ?) order by first_number limit "
                    + BLOCKS_AT_ONCE;

    private final DataSource database;

    public EventLog(DataSource database) {
        this.database = database;
    }

    /**
     * Events in the order of their numbers. A first one that is not {@code since + 1} says that those between are forgotten, or were left out.
     *
     * @param since exclusive
     * @param most at least 1
     */
    public List<Event> after(long since, int most) throws SQLException {
        List<Event> events = new ArrayList<>();
        long from = since;
        while (events.size() < most) {
            List<Event> next = blocks(from);
            if (next.isEmpty()) {
                break;
            }
            next.stream()
                    .filter(event -> event.number() > since)
                    .limit(most - events.size())
                    .forEach(events::add);
            from = next.get(next.size() - 1).number();
        }
        return events;
    }

    private List<Event> blocks(long since) throws SQLException {
        List<Event> events = new ArrayList<>();
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement(FROM)) {
            select.setLong(1, since);
            select.setLong(2, since + 1);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    events.addAll(EventBlock.decode(row.getLong(1), row.getBytes(2)));
                }
            }
        }
        return events;
    }

    /** The last number given; 0 if none was. */
    public long last() throws SQLException {
        try (Connection connection = database.getConnection()) {
            return number(connection, "select last_number from event_log where id = 1");
        }
    }

    /** The last number given; until the caller's transaction ends nobody else gives any. */
    static long lock(Connection connection) throws SQLException {
        return number(connection, "select last_number from event_log where id = 1 for update");
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(query);
                ResultSet row = select.executeQuery()) {
            if (!row.next()) {
                throw new SQLException("the event log has lost its row");
            }
            return row.getLong(1);
        }
    }

    /** Those of these batches that have their numbers. */
    static Map<UUID, EventBlock> known(Connection connection, Collection<UUID> batches) throws SQLException {
        Map<UUID, EventBlock> known = new HashMap<>();
        String marks = String.join(",", Collections.nCopies(batches.size(), "?"));
        try (PreparedStatement select =
                connection.prepareStatement("select " + COLUMNS + " from event_block where batch in (" + marks + ")")) {
            int index = 1;
            for (UUID batch : batches) {
                select.setObject(index++, batch);
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    UUID batch = row.getObject(3, UUID.class);
                    known.put(
                            batch,
                            new EventBlock(row.getLong(1), row.getLong(2), row.getLong(4), batch, row.getBytes(5)));
                }
            }
        }
        return known;
    }

    /** In their order, the last of which ends with the last number given. */
    static void add(Connection connection, List<EventBlock> blocks, Instant now) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                        "insert into event_block (" + COLUMNS + ", stored_at) values (?,?,?,?,?,?)");
                PreparedStatement update =
                        connection.prepareStatement("update event_log set last_number = ? where id = 1")) {
            for (EventBlock block : blocks) {
                insert.setLong(1, block.first());
                insert.setLong(2, block.last());
                insert.setObject(3, block.batch());
                insert.setLong(4, block.message());
                insert.setBytes(5, block.events());
                insert.setObject(6, now.atOffset(ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
            update.setLong(1, blocks.get(blocks.size() - 1).last());
            update.executeUpdate();
        }
    }

    /** In small transactions, so that the sequencer hardly notices. */
    void forgetBefore(Instant time) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement delete =
                        connection.prepareStatement("delete from event_block where first_number in (select first_number"
                                + " from event_block where stored_at < ? order by first_number limit "
                                + FORGOTTEN_AT_ONCE + ")")) {
            delete.setObject(1, time.atOffset(ZoneOffset.UTC));
            int last = FORGOTTEN_AT_ONCE;
            while (last == FORGOTTEN_AT_ONCE) {
                last = delete.executeUpdate();
            }
        }
    }
}
