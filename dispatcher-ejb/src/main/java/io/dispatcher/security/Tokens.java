package io.dispatcher.security;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * All tokens, in memory, refreshed from the database by {@link #refresh} (another node's changes are seen with that delay, this one's at
 * once). Checking one is a hash and a map look-up. Thread-safe.
 */
public final class Tokens {
    private static final System.Logger LOG = System.getLogger(Tokens.class.getName());

    private final TokenStore store;
    private final Path dataDir;
    private final Clock clock;
    private final List<TokenListener> listeners = new CopyOnWriteArrayList<>();
    private volatile Snapshot snapshot = new Snapshot(List.of(), Map.of(), Map.of());

    private record Snapshot(List<Token> all, Map<String, Token> byHash, Map<String, Token> byId) {}

    public Tokens(DataSource database, Path dataDir, Clock clock) {
        this.store = new TokenStore(database);
        this.dataDir = dataDir;
        this.clock = clock;
    }

    public void listen(TokenListener listener) {
        listeners.add(listener);
    }

    /** No token was ever made: everybody on this machine may do everything. */
    public boolean open() {
        return snapshot.all.isEmpty();
    }

    /** Who has this secret, null if nobody has or the token ended. */
    public @Nullable Caller check(String secret) {
        Token token = snapshot.byHash.get(TokenSecret.hash(secret));
        return token == null || !token.valid(clock.instant()) ? null : token.caller();
    }

    /** True while what this caller came in with is valid; always for who needed no token when they came. */
    public boolean admits(Caller caller) {
        String id = caller.tokenId();
        if (id == null) {
            return true;
        }
        Token token = snapshot.byId.get(id);
        return token != null && token.valid(clock.instant());
    }

    /** Every token there is or was, oldest first. */
    public List<Token> all() {
        return snapshot.all;
    }

    /**
     * Makes one.
     *
     * @throws NameTakenException if a valid one has that name
     */
    public synchronized NewToken create(TokenRequest request) throws SQLException, NameTakenException {
        refresh();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        String secret = TokenSecret.random();
        Token token = request.token(TokenSecret.randomId(), TokenSecret.hash(secret), now);
        if (snapshot.all.stream()
                .anyMatch(other -> other.valid(now) && other.name().equals(token.name()))) {
            throw new NameTakenException(token.name());
        }
        store.add(token);
        refresh();
        listeners.forEach(listener -> listener.created(token));
        return new NewToken(secret, token);
    }

    /** False if there is none of that id. */
    public synchronized boolean revoke(String id) throws SQLException {
        Token valid = valid(id);
        boolean found = store.revoke(id, clock.instant().truncatedTo(ChronoUnit.MILLIS));
        refresh();
        if (found && valid != null) {
            listeners.forEach(listener -> listener.revoked(valid));
        }
        return found;
    }

    /** Null if there is none of that id, or it was revoked before. */
    private @Nullable Token valid(String id) {
        return snapshot.all.stream()
                .filter(token -> token.id().equals(id) && token.revokedAt() == null)
                .findFirst()
                .orElse(null);
    }

    /** Reads the table again. */
    public synchronized void refresh() throws SQLException {
        List<Token> all = List.copyOf(store.all());
        Map<String, Token> byHash = new HashMap<>();
        Map<String, Token> byId = new HashMap<>();
        all.forEach(token -> {
            byHash.put(token.hash(), token);
            byId.put(token.id(), token);
        });
        snapshot = new Snapshot(all, Map.copyOf(byHash), Map.copyOf(byId));
        if (!all.isEmpty()) {
            mark();
        }
    }

    /** Takes tokens made offline into the database; a file that is not one of ours is left where it is and told. */
    public synchronized void importFiles() throws SQLException {
        Path directory = TokenFile.directory(dataDir);
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
            for (Path file : files) {
                importFile(file);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be read: {1}", directory, e.getMessage());
        }
    }

    private void importFile(Path file) throws SQLException, IOException {
        Token token;
        try {
            token = read(new ObjectMapper().readTree(Files.readAllBytes(file)));
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "{0} is not a token file and is left alone: {1}", file, e.getMessage());
            return;
        }
        store.add(token);
        Files.delete(file);
        listeners.forEach(listener -> listener.created(token));
    }

    private static Token read(JsonNode json) throws IOException {
        Role role = Role.of(json.path("role").asText());
        String hash = json.path("hash").asText();
        if (role == null || !hash.matches("[0-9a-f]{64}")) {
            throw new IOException("role or hash is missing");
        }
        String upstreams = json.path("upstreams").asText();
        TokenRequest checked = new TokenRequest(
                role,
                json.path("name").asText(),
                json.path("agent_id").asText(null),
                upstreams.isEmpty() ? Set.of() : Set.of(upstreams.split(",")),
                null);
        String expires = json.path("expires_at").asText(null);
        Token made = checked.token(
                json.path("id").asText(),
                hash,
                Instant.parse(json.path("created_at").asText()));
        return new Token(
                made.id(),
                made.name(),
                role,
                hash,
                made.agentId(),
                made.upstreams(),
                made.createdAt(),
                expires == null ? null : Instant.parse(expires),
                null);
    }

    private void mark() {
        try {
            TokenFile.mark(dataDir);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the marker of tokens in {0} cannot be written: {1}", dataDir, e.getMessage());
        }
    }

    /** Another valid token has the name. */
    public static final class NameTakenException extends Exception {
        private static final long serialVersionUID = 1L;

        NameTakenException(String name) {
            super("a valid token named " + name + " exists");
        }
    }
}
