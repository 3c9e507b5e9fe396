package io.dispatcher.tunnel;

import io.dispatcher.database.DatabaseException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The upstreams that are taken out by command, kept in the database, so for all nodes and over restarts. Asked from memory, which is as old as the last
 * {@link #refresh}. Thread-safe.
 */
public final class Maintenance {
    private final DataSource database;
    private final InstantSource clock;
    private final List<MaintenanceListener> listeners;
    private volatile Map<String, Instant> names = Map.of();

    public Maintenance(DataSource database, InstantSource clock, List<MaintenanceListener> listeners) {
        this.database = database;
        this.clock = clock;
        this.listeners = List.copyOf(listeners);
    }

    /** Since when; null: it serves. */
    public @Nullable Instant since(String upstream) {
        return names.get(upstream);
    }

    /** Those that were taken out here are: the others' are heard of when this is next called. */
    public void refresh() {
        try (Connection connection = database.getConnection();
                PreparedStatement select = connection.prepareStatement("SELECT name, since FROM upstream_maintenance");
                ResultSet rows = select.executeQuery()) {
            Map<String, Instant> read = new HashMap<>();
            while (rows.next()) {
                read.put(rows.getString(1), rows.getTimestamp(2).toInstant());
            }
            names = Map.copyOf(read);
        } catch (SQLException e) {
            throw new DatabaseException("the upstreams in maintenance could not be read", e);
        }
    }

    /** Takes it out; nothing happens if it is already. */
    public void begin(String upstream) {
        if (since(upstream) == null) {
            change("INSERT INTO upstream_maintenance (name, since) VALUES (?, ?)", upstream, clock.instant());
            listeners.forEach(listener -> listener.takenOut(upstream));
        }
    }

    /** It serves again. */
    public void end(String upstream) {
        boolean out = since(upstream) != null;
        change("DELETE FROM upstream_maintenance WHERE name = ?", upstream, null);
        if (out) {
            listeners.forEach(listener -> listener.putBack(upstream));
        }
    }

    private void change(String sql, String upstream, @Nullable Instant since) {
        try (Connection connection = database.getConnection();
                PreparedStatement change = connection.prepareStatement(sql)) {
            change.setString(1, upstream);
            if (since != null) {
                change.setTimestamp(2, Timestamp.from(since));
            }
            change.executeUpdate();
        } catch (SQLException e) {
            refresh();
            if (since == null || since(upstream) == null) {
                throw new DatabaseException("the maintenance of " + upstream + " could not be stored", e);
            }
            // Another node was faster.
        }
        refresh();
    }
}
