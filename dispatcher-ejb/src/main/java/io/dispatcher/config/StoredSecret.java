package io.dispatcher.config;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A random secret that all nodes of one database share, made by the first that needs it. Blocking. */
public final class StoredSecret {
    private static final int BYTES = 32;

    private final DataSource database;
    private final String name;

    /** @param name among the stored settings */
    public StoredSecret(DataSource database, String name) {
        this.database = database;
        this.name = name;
    }

    public byte[] get() throws SQLException {
        String there = read();
        if (there == null) {
            byte[] fresh = new byte[BYTES];
            new SecureRandom().nextBytes(fresh);
            offer(HexFormat.of().formatHex(fresh));
            there = read();
        }
        return HexFormat.of().parseHex(String.valueOf(there));
    }

    private @Nullable String read() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select content from stored_setting where name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    /** Another node may be first. */
    private void offer(String content) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into stored_setting (name, content) values (?, ?) on conflict do nothing")) {
            insert.setString(1, name);
            insert.setString(2, content);
            insert.executeUpdate();
        }
    }
}
