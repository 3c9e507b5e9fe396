package io.dispatcher.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Logging goes to files in the data directory; standard output carries only what the contract says. */
final class LogFiles {

    private static final int FILE_BYTES = 10 << 20;
    private static final int FILES = 5;

    private LogFiles() {}

    /** Writes the logging configuration and returns its path. */
    static Path configure(Path directory, Path runtimeDirectory, String level, String format) throws IOException {
        Files.createDirectories(directory);
        String formatter = "json".equals(format) ? JsonLogFormatter.class.getName() : PlainLogFormatter.class.getName();
        Path file = runtimeDirectory.resolve("logging.properties");
        Files.write(
                file,
                List.of(
                        "handlers=java.util.logging.FileHandler",
                        "java.util.logging.FileHandler.pattern="
                                + directory
                                        .resolve("coordinator.%g.log")
                                        .toString()
                                        .replace("\\", "/"),
                        "java.util.logging.FileHandler.limit=" + FILE_BYTES,
                        "java.util.logging.FileHandler.count=" + FILES,
                        "java.util.logging.FileHandler.append=true",
                        "java.util.logging.FileHandler.level=ALL",
                        "java.util.logging.FileHandler.encoding=UTF-8",
                        "java.util.logging.FileHandler.formatter=" + formatter,
                        ".level=INFO",
                        "io.dispatcher.level=" + julLevel(level),
                        "fish.payara.nucleus.util.level=WARNING",
                        "fish.payara.boot.runtime.BootCommand.level=WARNING",
                        // Prints every expired root certificate of Payara's trust store in full.
                        "javax.enterprise.system.security.ssl.level=SEVERE",
                        "org.glassfish.admin.mbeanserver.level=WARNING",
                        "javax.enterprise.system.tools.deployment.level=WARNING",
                        "org.apache.activemq.level=WARNING"));
        return file;
    }

    /** The file that is written to now. */
    static Path current(Path directory) {
        return directory.resolve("coordinator.0.log");
    }

    private static String julLevel(String level) {
        return switch (level.toLowerCase(Locale.ROOT)) {
            case "trace" -> "FINER";
            case "debug" -> "FINE";
            case "warn" -> "WARNING";
            case "error" -> "SEVERE";
            default -> "INFO";
        };
    }
}
