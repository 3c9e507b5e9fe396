package io.dispatcher.benchmarks.cluster;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A PostgreSQL in a directory, with its superuser alone and no password: {@code DIRECTORY}. Ends with its process. */
public final class DatabaseMain {
    /** Followed by the port. */
    public static final String READY = "database ready ";

    private DatabaseMain() {}

    public static void main(String[] arguments) throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(Path.of(arguments[0]))
                // As everywhere but in this embedding.
                .setServerConfig("synchronous_commit", "on")
                .start()) {
            System.out.println(READY + server.getPort());
            new CountDownLatch(1).await();
        }
    }
}
