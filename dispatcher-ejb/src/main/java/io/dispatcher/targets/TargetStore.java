package io.dispatcher.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.database.Sql;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The table of targets. Blocking; thread-safe. */
final class TargetStore {
    private static final System.Logger LOG = System.getLogger(TargetStore.class.getName());
    private static final String SELECT = "select id, definition, sealed_headers from target";

    private final DataSource database;
    private final TargetParser parser;
    private final Seal seal;

    TargetStore(DataSource database, TargetParser parser, Seal seal) {
        this.database = database;
        this.parser = parser;
        this.seal = seal;
    }

    /** All there are, by name. */
    List<Target> all() throws SQLException {
        return select(SELECT + " order by name");
    }

    @Nullable
    Target find(String id) throws SQLException {
        List<Target> found = select(SELECT + " where id = ?", id);
        return found.isEmpty() ? null : found.get(0);
    }

    @Nullable
    Target named(String name) throws SQLException {
        List<Target> found = select(SELECT + " where name = ?", name);
        return found.isEmpty() ? null : found.get(0);
    }

    private List<Target> select(String statement, Object... values) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.select(connection, statement, this::target, values);
        }
    }

    /** Null if it was written by a version that takes more than this one. */
    private @Nullable Target target(ResultSet row) throws SQLException {
        String id = row.getString("id");
        try {
            JsonNode tree = tree(row.getString("definition"));
            if (tree instanceof ObjectNode object) {
                object.set("default_headers", headers(id, row.getString("sealed_headers")));
            }
            return parser.parse(id, tree);
        } catch (InvalidRequestException e) {
            LOG.log(Level.WARNING, "target {0} is not understood and left alone: {1}", id, e.getMessage());
            return null;
        }
    }

    /** Without headers where they cannot be opened: then the target's answer says what is missing, and the log why. */
    private JsonNode headers(String id, String sealed) throws InvalidRequestException {
        try {
            return tree(seal.open(sealed, id));
        } catch (Seal.BrokenException e) {
            LOG.log(
                    Level.WARNING,
                    "the default headers of target {0} are not sent: {1}; copy that file from the node that stored them,"
                            + " or replace the target",
                    id,
                    e.getMessage());
            return TargetJson.NODES.objectNode();
        }
    }

    private static JsonNode tree(String json) throws InvalidRequestException {
        return ExecuteRequestParser.tree(json.getBytes(StandardCharsets.UTF_8));
    }

    /** False if there are as many as may be. */
    boolean add(Target target, Instant now, int most) throws SQLException {
        return Sql.inOne(database, connection -> {
            long there = Sql.select(connection, "select count(*) from target", row -> row.getLong(1))
                    .get(0);
            return there < most
                    && Sql.update(
                                    connection,
                                    "insert into target (id, name, definition, sealed_headers, created_at)"
                                            + " values (?,?,?,?,?)",
                                    target.id(),
                                    target.name(),
                                    TargetJson.definition(target).toString(),
                                    sealed(target),
                                    now)
                            == 1;
        });
    }

    boolean replace(Target target) throws SQLException {
        return Sql.inOne(
                database,
                connection -> Sql.update(
                                connection,
                                "update target set name = ?, definition = ?, sealed_headers = ? where id = ?",
                                target.name(),
                                TargetJson.definition(target).toString(),
                                sealed(target),
                                target.id())
                        == 1);
    }

    private String sealed(Target target) {
        return seal.close(target.defaultHeaders().toString(), target.id());
    }

    boolean delete(String id) throws SQLException {
        try (Connection connection = database.getConnection()) {
            return Sql.update(connection, "delete from target where id = ?", id) == 1;
        }
    }
}
