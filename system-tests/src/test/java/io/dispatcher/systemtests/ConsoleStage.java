package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What tests of the console play on: a coordinator with tokens, agents {@code paris} and {@code oslo} with two addresses each, a target,
 * and a browser. For one thread.
 */
final class ConsoleStage implements AutoCloseable {
    static final int WIDE = 1280;

    private final Chromium chromium = new Chromium();
    private final Processes processes;
    private final RunningProcess target;
    private final RunningProcess coordinator;
    private final String admin;
    private final String viewer;

    /**
     * @param directory for the processes
     * @param more options of the coordinator
     */
    ConsoleStage(Path directory, String... more) throws IOException {
        processes = new Processes(directory);
        try {
            target = processes.target();
            List<String> options = new ArrayList<>(List.of("--allow", "127.0.0.0/8"));
            options.addAll(List.of(more));
            coordinator = processes.coordinator(options.toArray(String[]::new));
            admin = token("admin", "admin-1");
            viewer = token("viewer", "viewer-1", bearer());
            agent("paris", "--address", "127.0.1.1", "--address", "127.0.1.2", "--label", "zone=1");
            agent("oslo", "--address", "127.0.2.1", "--address", "127.0.2.2", "--label", "zone=2");
        } catch (IOException | RuntimeException | Error e) {
            close(); // who could not make it has nothing to close
            throw e;
        }
    }

    /** Starts one more, with a token of its own. */
    RunningProcess agent(String id, String... options) throws IOException {
        Path file = Files.writeString(Path.of(processes.path(id + ".token")), token("agent", id, bearer()) + "\n");
        List<String> all = new ArrayList<>(List.of(options));
        all.addAll(List.of("--token-file", file.toString()));
        return processes.agent(coordinator, id, all.toArray(String[]::new));
    }

    private String token(String role, String name, String... headers) {
        Http.Answer made =
                Http.post(url() + "/api/tokens", "{\"role\": \"" + role + "\", \"name\": \"" + name + "\"}", headers);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("token").asText();
    }

    String url() {
        return coordinator.url();
    }

    RunningProcess target() {
        return target;
    }

    String admin() {
        return admin;
    }

    String viewer() {
        return viewer;
    }

    /** The administrator's, as a header. */
    String[] bearer() {
        return new String[] {"Authorization", "Bearer " + admin};
    }

    /** As administrator. */
    JsonNode api(String method, String path, String body) {
        return Http.send(method, url() + path, body, bearer()).json();
    }

    /**
     * One request, waited for.
     *
     * @return its id
     */
    String execute(String members) {
        return api("POST", "/api/execute", "{" + members + "}")
                .path("request_id")
                .asText();
    }

    Tab tab() {
        return tab(WIDE, ColorScheme.LIGHT);
    }

    Tab tab(int width, ColorScheme colours) {
        return chromium.tab(url(), width, colours);
    }

    /** At a page of the console, as administrator. */
    Tab at(String path) {
        return at(tab(), path, admin);
    }

    Tab at(Tab tab, String path, String token) {
        tab.page().addInitScript("sessionStorage.setItem('dispatcher.token', '" + token + "')");
        return tab.go("/console" + path);
    }

    /** After each test: no error in the tabs' consoles, no request to anywhere else. */
    void assertNothingWentWrongUnseen() {
        List<String> complaints = chromium.closeTabs();
        assertThat(complaints).as(complaints.toString()).isEmpty();
    }

    @Override
    public void close() {
        processes.close();
        chromium.close();
    }
}
