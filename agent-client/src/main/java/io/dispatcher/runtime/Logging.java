package io.dispatcher.runtime;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/** One line a record on standard error; the libraries speak up only when something is wrong. */
final class Logging {
    private static final String CONFIGURATION = """
            handlers = java.util.logging.ConsoleHandler
            .level = WARNING
            io.dispatcher.level = INFO
            java.util.logging.ConsoleHandler.level = ALL
            java.util.logging.SimpleFormatter.format = %1$tFT%1$tT.%1$tL %4$s %5$s%6$s%n
            """;

    private Logging() {}

    /** Does nothing where the user configured {@code java.util.logging}. */
    static void configure() {
        if (System.getProperty("java.util.logging.config.file") != null) {
            return;
        }
        try {
            LogManager.getLogManager()
                    .readConfiguration(new ByteArrayInputStream(CONFIGURATION.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
