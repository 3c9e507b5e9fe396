package io.dispatcher.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** What {@code server-config/monitoring} has. */
final class MonitoringFiles {
    static final Path HOME = BuildTree.root().resolve("server-config/monitoring");
    static final Path PROMETHEUS = HOME.resolve("prometheus");
    static final Path ALERTMANAGER = HOME.resolve("alertmanager");
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final ObjectMapper JSON = new ObjectMapper();

    private MonitoringFiles() {}

    static JsonNode yaml(Path file) {
        return read(YAML, file);
    }

    static JsonNode json(Path file) {
        return read(JSON, file);
    }

    static void writeYaml(Path file, JsonNode content) {
        try {
            YAML.writeValue(file.toFile(), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(ObjectMapper mapper, Path file) {
        try {
            return mapper.readTree(file.toFile());
        } catch (IOException e) {
            throw new AssertionError(file + " is not to be read: " + e.getMessage(), e);
        }
    }
}
