package io.dispatcher.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import jakarta.servlet.annotation.WebServlet;
import jakarta.websocket.server.ServerEndpoint;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description is a file of its own: this keeps it complete. */
class OpenApiTest {
    private final JavaClasses classes = new ClassFileImporter().importPackages("io.dispatcher");
    private final JsonNode description = description();

    private static JsonNode description() {
        try (var in = OpenApiTest.class.getResourceAsStream("/openapi.json")) {
            return new ObjectMapper().readTree(in);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void every_resource_method_is_described() {
        List<String> missing = new ArrayList<>();
        for (JavaClass resource : classes) {
            if (resource.isAnnotatedWith(Path.class)) {
                String root = "/api"
                        + segment(resource.getAnnotationOfType(Path.class).value());
                resource.getMethods().forEach(method -> check(root, method, missing));
            }
        }
        assertThat(missing).as("resource methods missing in openapi.json").isEmpty();
    }

    private void check(String root, JavaMethod method, List<String> missing) {
        String path = root
                + (method.isAnnotatedWith(Path.class)
                        ? segment(method.getAnnotationOfType(Path.class).value())
                        : "");
        method.getAnnotations().stream()
                .flatMap(annotation -> annotation.getRawType().tryGetAnnotationOfType(HttpMethod.class).stream())
                .map(http -> http.value().toLowerCase(Locale.ROOT))
                .filter(http -> !description.path("paths").path(path).has(http))
                .forEach(http -> missing.add(http + " " + path));
    }

    @Test
    void every_servlet_and_websocket_is_described() {
        Set<String> missing = new TreeSet<>();
        for (JavaClass candidate : classes) {
            candidate
                    .tryGetAnnotationOfType(WebServlet.class)
                    .ifPresent(servlet -> missing.addAll(Set.of(servlet.urlPatterns())));
            candidate.tryGetAnnotationOfType(ServerEndpoint.class).ifPresent(endpoint -> missing.add(endpoint.value()));
        }
        missing.remove("/openapi/");
        missing.remove("/playground/");
        missing.remove("/*");
        assertThat(missing).contains("/api/execute", "/metrics", "/ws");
        missing.removeIf(this::described);
        assertThat(missing).as("paths missing in openapi.json").isEmpty();
    }

    private boolean described(String pattern) {
        String below = pattern.endsWith("/*") ? pattern.replace("/*", "/{") : "none";
        List<String> paths = new ArrayList<>();
        description.path("paths").fieldNames().forEachRemaining(paths::add);
        // "" is the root itself.
        return paths.contains(pattern.isEmpty() ? "/" : pattern)
                || paths.stream().anyMatch(path -> path.startsWith(below));
    }

    @Test
    void every_reference_leads_somewhere() {
        description.findValuesAsText("$ref").forEach(ref -> assertThat(
                        description.at(ref.substring(1)).isMissingNode())
                .as(ref)
                .isFalse());
    }

    private static String segment(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }
}
