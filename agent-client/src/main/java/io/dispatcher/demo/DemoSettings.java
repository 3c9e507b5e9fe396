package io.dispatcher.demo;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for.
 *
 * @param once end when everything was shown
 * @param port the coordinator's; 0 takes a free one
 * @param dataDirectory null: a temporary one
 * @param agents 1 to 16
 */
record DemoSettings(boolean once, int port, @Nullable Path dataDirectory, int agents) {
    static final int MOST_AGENTS = 16;
}
