package io.dispatcher.security;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of tokens. Revoked and expired ones stay in it: once a token existed, the open mode does not come back. */
final class TokenStore {
    private static final String COLUMNS =
            "id, name, role, hash, agent_id, upstreams, created_at, expires_at, revoked_at";
    private final DataSource database;

    TokenStore(DataSource database) {
        this.database = database;
    }

    /** All there ever were, oldest first. */
    List<Token> all() throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("select " + COLUMNS + " from token order by created_at, id");
                ResultSet rows = select.executeQuery()) {
            List<Token> tokens = new ArrayList<>();
            while (rows.next()) {
                tokens.add(token(rows));
            }
            return tokens;
        }
    }

    /** Adds it unless its id or hash is there already. */
    void add(Token token) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into token (" + COLUMNS + ") values (?,?,?,?,?,?,?,?,?) on conflict do nothing")) {
            insert.setString(1, token.id());
            insert.setString(2, token.name());
            insert.setString(3, token.role().tag());
            insert.setString(4, token.hash());
            insert.setString(5, token.agentId());
            insert.setString(6, String.join(",", token.upstreams()));
            insert.setObject(7, time(token.createdAt()));
            insert.setObject(8, time(token.expiresAt()));
            insert.setObject(9, time(token.revokedAt()));
            insert.executeUpdate();
        }
    }

    /** True if there is one of that id, revoked now or before. */
    boolean revoke(String id, Instant now) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement update = connection.prepareStatement(
                        "update token set revoked_at = coalesce(revoked_at, ?) where id = ?")) {
            update.setObject(1, time(now));
            update.setString(2, id);
            return update.executeUpdate() == 1;
        }
    }

    private static Token token(ResultSet row) throws SQLException {
        Role role = Role.of(row.getString("role"));
        if (role == null) {
            throw new SQLException("token " + row.getString("id") + " has an unknown role");
        }
        String upstreams = row.getString("upstreams");
        Instant created = instant(row, "created_at");
        return new Token(
                row.getString("id"),
                row.getString("name"),
                role,
                row.getString("hash"),
                row.getString("agent_id"),
                upstreams.isEmpty() ? Set.of() : Set.of(upstreams.split(",")),
                created == null ? Instant.EPOCH : created,
                instant(row, "expires_at"),
                instant(row, "revoked_at"));
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
