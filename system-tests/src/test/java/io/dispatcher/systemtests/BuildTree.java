package io.dispatcher.systemtests;

import java.nio.file.Files;
import java.nio.file.Path;

/** The checkout these tests run in. */
final class BuildTree {
    private BuildTree() {}

    static Path root() {
        for (Path place = Path.of("").toAbsolutePath(); place != null; place = place.getParent()) {
            if (Files.isExecutable(place.resolve("dispatcher")) && Files.exists(place.resolve("pom.xml"))) {
                return place;
            }
        }
        throw new IllegalStateException("no launcher above " + Path.of("").toAbsolutePath());
    }
}
