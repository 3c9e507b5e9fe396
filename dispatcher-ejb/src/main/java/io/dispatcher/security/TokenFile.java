package io.dispatcher.security;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tokens made while the server is down: a file each (hash only, mode 0600) in {@code <data-dir>/security/tokens.d}, which the server takes
 * into its database at its next start. And the marker {@code <data-dir>/security/tokens-exist}, which tells the launcher without a
 * database that a token exists. JDK only.
 */
public final class TokenFile {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private TokenFile() {}

    /** Where the server looks for tokens made offline. */
    static Path directory(Path dataDir) {
        return dataDir.resolve("security").resolve("tokens.d");
    }

    /** True once a token was ever made for this data directory. */
    public static boolean anyExists(Path dataDir) {
        return Files.exists(marker(dataDir));
    }

    /**
     * Makes a token for a server that is not running on this data directory.
     *
     * @throws IOException if the directory cannot be written
     */
    public static NewToken create(Path dataDir, TokenRequest request) throws IOException {
        String secret = TokenSecret.random();
        String id = TokenSecret.randomId();
        Token token = request.token(id, TokenSecret.hash(secret), Instant.now().truncatedTo(ChronoUnit.MILLIS));
        Path directory = directory(dataDir);
        Files.createDirectories(directory);
        Path unfinished = directory.resolve(id + ".tmp");
        createPrivate(unfinished);
        Files.writeString(unfinished, json(token), StandardCharsets.UTF_8);
        move(unfinished, directory.resolve(id + ".json"));
        mark(dataDir);
        return new NewToken(secret, token);
    }

    /** Writes the marker; does nothing if it is there. */
    static void mark(Path dataDir) throws IOException {
        Path marker = marker(dataDir);
        if (!Files.exists(marker)) {
            Files.createDirectories(dataDir.resolve("security"));
            Files.writeString(marker, "A token exists: the coordinator may listen on public addresses.\n");
        }
    }

    private static Path marker(Path dataDir) {
        return dataDir.resolve("security").resolve("tokens-exist");
    }

    private static void createPrivate(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } else {
            Files.createFile(file);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to);
        }
    }

    /** Every text in it is a checked name, a hash or a time: nothing needs escaping. */
    private static String json(Token token) {
        return "{\"id\": " + quoted(token.id())
                + ", \"name\": " + quoted(token.name())
                + ", \"role\": " + quoted(token.role().tag())
                + ", \"hash\": " + quoted(token.hash())
                + ", \"agent_id\": " + quoted(token.agentId())
                + ", \"upstreams\": " + quoted(String.join(",", token.upstreams()))
                + ", \"created_at\": " + quoted(token.createdAt().toString())
                + ", \"expires_at\": "
                + quoted(token.expiresAt() == null ? null : token.expiresAt().toString())
                + "}\n";
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}
