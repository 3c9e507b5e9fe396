package io.dispatcher.agents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** Agents in the database, what they offer as one JSON text. Thread-safe. */
public final class JdbcAgentStore implements AgentStore {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final DataSource database;

    public JdbcAgentStore(DataSource database) {
        this.database = database;
    }

    @Override
    public List<AgentIdentity> load() {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT agent_id, identity, registered_at FROM agent");
                ResultSet rows = select.executeQuery()) {
            List<AgentIdentity> identities = new ArrayList<>();
            while (rows.next()) {
                Offer offer = JSON.readValue(rows.getString(2), Offer.class);
                identities.add(offer.of(rows.getString(1), rows.getTimestamp(3).toInstant()));
            }
            return identities;
        } catch (SQLException | JsonProcessingException e) {
            throw new AgentStoreException("the agents could not be read", e);
        }
    }

    @Override
    public void save(AgentIdentity identity) {
        try (Connection connection = database.getConnection()) {
            if (update(connection, identity) == 0) {
                insert(connection, identity);
            }
        } catch (SQLException | JsonProcessingException e) {
            throw new AgentStoreException("agent " + identity.agentId() + " could not be stored", e);
        }
    }

    private static int update(Connection connection, AgentIdentity identity)
            throws SQLException, JsonProcessingException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE agent SET identity = ? WHERE agent_id = ?")) {
            update.setString(1, JSON.writeValueAsString(Offer.of(identity)));
            update.setString(2, identity.agentId());
            return update.executeUpdate();
        }
    }

    private static void insert(Connection connection, AgentIdentity identity)
            throws SQLException, JsonProcessingException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO agent (agent_id, identity, registered_at) VALUES (?, ?, ?)")) {
            insert.setString(1, identity.agentId());
            insert.setString(2, JSON.writeValueAsString(Offer.of(identity)));
            insert.setTimestamp(3, Timestamp.from(identity.registeredAt()));
            insert.executeUpdate();
        }
    }

    @Override
    public void delete(String agentId) {
        try (Connection connection = database.getConnection();
                PreparedStatement delete = connection.prepareStatement("DELETE FROM agent WHERE agent_id = ?")) {
            delete.setString(1, agentId);
            delete.executeUpdate();
        } catch (SQLException e) {
            throw new AgentStoreException("agent " + agentId + " could not be removed", e);
        }
    }

    private record Offer(
            Map<String, String> labels, List<String> upstreams, List<String> addresses, List<String> prefixes) {
        static Offer of(AgentIdentity identity) {
            return new Offer(identity.labels(), identity.upstreams(), identity.addresses(), identity.prefixes());
        }

        AgentIdentity of(String agentId, Instant registeredAt) {
            return new AgentIdentity(agentId, labels, upstreams, addresses, prefixes, registeredAt);
        }
    }
}
