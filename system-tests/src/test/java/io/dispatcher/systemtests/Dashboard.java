package io.dispatcher.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A Grafana dashboard as it is provisioned. */
record Dashboard(String file, JsonNode json) {

    static List<Dashboard> all() {
        try (Stream<Path> files = Files.list(MonitoringFiles.HOME.resolve("grafana/dashboards"))) {
            return files.sorted()
                    .map(file -> new Dashboard(file.getFileName().toString(), MonitoringFiles.json(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Rows and panels, in their order. */
    List<JsonNode> everything() {
        List<JsonNode> panels = new ArrayList<>();
        json.path("panels").forEach(panels::add);
        return panels;
    }

    /** Those that show something. */
    List<JsonNode> panels() {
        return everything().stream()
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    JsonNode panel(String title) {
        return panels().stream()
                .filter(panel -> panel.path("title").asText().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has no panel " + title));
    }

    /** PromQL by panel and query, Grafana's variables replaced by what they would be. */
    Map<String, String> queries() {
        Map<String, String> queries = new LinkedHashMap<>();
        for (JsonNode panel : panels()) {
            for (JsonNode target : panel.path("targets")) {
                String name =
                        panel.path("id").asText() + " " + panel.path("title").asText() + " "
                                + target.path("refId").asText();
                queries.put(name, resolved(target.path("expr").asText()));
            }
        }
        return queries;
    }

    static String resolved(String expression) {
        String query = expression
                .replace("$__rate_interval", "5m")
                .replace("$__range", "5m")
                .replace("$job", "dispatcher")
                .replace("$agent", ".*");
        if (query.isBlank() || query.contains("$")) {
            throw new AssertionError("a variable nobody knows: " + expression);
        }
        return query;
    }

    @Override
    public String toString() {
        return file;
    }
}
