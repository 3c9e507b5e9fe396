package io.dispatcher.target;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where the target listens and what it serves.
 *
 * @param host a name or address to bind, without brackets
 * @param port 0 takes a free one
 * @param directory what {@code /files/} serves and stores; null: no files
 * @param mocks null: none
 */
public record TargetSettings(
        String host,
        int port,
        @Nullable Path directory,
        @Nullable Mocks mocks) {
    /** Without mocks. */
    public TargetSettings(String host, int port, @Nullable Path directory) {
        this(host, port, directory, null);
    }

    /**
     * Whose mocks it has too.
     *
     * @param tls null: as Java has it
     */
    public record Mocks(
            List<URI> coordinators,
            @Nullable String token,
            @Nullable SSLContext tls) {}
}
