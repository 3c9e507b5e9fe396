package io.dispatcher.web;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which methods a path has, by our own description: for the {@code Allow} of a 405 that the container answers without one. */
final class AllowedMethods {
    private final Map<String[], String> byTemplate = new LinkedHashMap<>();

    /** @param description OpenAPI in JSON */
    AllowedMethods(InputStream description) throws IOException {
        JsonNode paths = Json.shared().readTree(description).path("paths");
        paths.properties().forEach(path -> byTemplate.put(path.getKey().split("/"), methods(path.getValue())));
    }

    private static String methods(JsonNode path) {
        List<String> methods = new ArrayList<>();
        path.fieldNames().forEachRemaining(method -> methods.add(method.toUpperCase(Locale.ROOT)));
        if (methods.contains("GET")) {
            methods.add(methods.indexOf("GET") + 1, "HEAD");
        }
        return String.join(", ", methods);
    }

    /** As {@code Allow} writes it; null for a path that is not described. */
    @Nullable
    String of(String path) {
        String[] segments = path.split("/");
        for (Map.Entry<String[], String> entry : byTemplate.entrySet()) {
            if (matches(entry.getKey(), segments)) {
                return entry.getValue();
            }
        }
        return null;
    }

    private static boolean matches(String[] template, String[] segments) {
        if (template.length != segments.length) {
            return false;
        }
        for (int i = 0; i < template.length; i++) {
            if (!template[i].equals(segments[i]) && !template[i].startsWith("{")) {
                return false;
            }
        }
        return true;
    }
}
