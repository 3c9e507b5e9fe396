package io.dispatcher.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The checkout these tests run in. */
final class BuildTree {
    private static final Pattern COORDINATOR_FLAGS = Pattern.compile("(?m)^coordinator_flags=\"([^\"]+)\"$");

    private BuildTree() {}

    static Path root() {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.isExecutable(place.resolve("dispatcher")) && Files.exists(place.resolve("pom.xml"))) {
                return place;
            }
        }
        throw new IllegalStateException("no launcher above " + Path.of("").toAbsolutePath());
    }

    static Path launcher() {
        return root().resolve("dispatcher");
    }

    /** The JVM options that the launcher gives a coordinator. */
    static String coordinatorFlags() {
        try {
            Matcher flags = COORDINATOR_FLAGS.matcher(Files.readString(launcher()));
            if (!flags.find()) {
                throw new IllegalStateException("no coordinator_flags in " + launcher());
            }
            return flags.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
