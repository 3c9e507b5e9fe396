package io.dispatcher.boot;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the parts to run are: beside this jar in a distribution, in the modules' target directories in a build tree.
 *
 * @param payara Payara Micro, unpacked: {@code launch-micro.jar}, {@code runtime/}, {@code config/}
 * @param rar describes the broker's resource adapter, whose classes are on this JVM's class path
 * @param application the unpacked application without the libraries of others, which are on this JVM's class path
 */
record Installation(Path payara, Path rar, Path application) {

    static Installation locate() throws StartException {
        Path own = ownDirectory();
        // own is lib/ in a distribution, server-config/boot/target in a build tree.
        Path root = own.resolve("../../..").normalize();
        return new Installation(
                first("Payara Micro", List.of(own.resolve("payara"))),
                first("the broker adapter", List.of(own.resolve("dispatcher-broker.rar"))),
                first(
                        "the application",
                        List.of(own.resolve("dispatcher"), root.resolve("dispatcher-web/target/unpacked/dispatcher"))));
    }

    /** Copies the server's configuration files into a fresh runtime directory. */
    void layOut(Path runtimeDirectory) throws IOException {
        Path source = payara.resolve("config");
        Path target = runtimeDirectory.resolve("config");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Path copy = target.resolve(source.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static Path first(String what, List<Path> candidates) throws StartException {
        for (Path candidate : candidates) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        throw StartException.runtime("Cannot find " + what + " (" + candidates.get(candidates.size() - 1)
                + "): build it with ./dispatcher, or unpack the distribution again");
    }

    private static Path ownDirectory() throws StartException {
        try {
            Path jar = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path parent = jar.toAbsolutePath().getParent();
            return parent == null ? jar : parent;
        } catch (URISyntaxException e) {
            throw StartException.runtime("Cannot tell where this program is: " + e.getMessage());
        }
    }
}
