package io.dispatcher.target;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the target listens and what it serves.
 *
 * @param host a name or address to bind, without brackets
 * @param port 0 takes a free one
 * @param directory what {@code /files/} serves and stores; null: no files
 */
public record TargetSettings(
        String host, int port, @Nullable Path directory) {}
