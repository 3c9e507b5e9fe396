package io.dispatcher.systemtests;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** A real PostgreSQL on a port and in a directory that it keeps; its one user of ours needs a password. For one thread. */
final class PostgresServer implements AutoCloseable {
    private static final Duration END_LIMIT = Duration.ofSeconds(30);
    private static final String USER = "dispatcher";
    private static final String PASSWORD = "only for this test";

    private final Path directory;
    private final Path data;
    private final int port = Processes.freePort();
    private EmbeddedPostgres server;

    /** Running. */
    PostgresServer(Path directory) {
        this.directory = directory.toAbsolutePath();
        this.data = this.directory.resolve("postgres");
        start();
        execute("create role " + USER + " login password '" + PASSWORD + "'");
        try {
            // Everybody on this machine may be the superuser, which the embedding needs; nobody else goes without a
            // password.
            Files.writeString(
                    data.resolve("pg_hba.conf"),
                    "host all postgres 127.0.0.1/32 trust\nhost all " + USER + " 127.0.0.1/32 scram-sha-256\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("select pg_reload_conf()");
    }

    /** Makes an empty database; what a coordinator needs to use it. */
    String[] options(String database) {
        execute("create database " + database + " owner " + USER);
        return options(database, PASSWORD);
    }

    String[] options(String database, String password) {
        try {
            Path file = Files.createTempFile(directory, "password", "");
            Files.writeString(file, password + "\n");
            return new String[] {"--db-url", url(database), "--db-user", USER, "--db-password-file", file.toString()};
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** Starts it, again with what it had stored. */
    void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    // As everywhere but in this embedding: a commit that was confirmed survives a kill.
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9} of the server's first process, which its others follow. */
    void kill() {
        try {
            long pid = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
            List<ProcessHandle> all =
                    Stream.concat(Stream.of(first), first.descendants()).toList();
            first.destroyForcibly();
            await().atMost(END_LIMIT).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
            // There is nothing left to stop, but the embedding's own lock on the directory.
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
