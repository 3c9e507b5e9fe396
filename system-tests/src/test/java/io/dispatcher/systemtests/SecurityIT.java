package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what, once a token exists; without one, see {@link StartAndStopIT}. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityIT {
    private static final String OPEN = "open mode";

    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;
    private String admin;
    private String operator;
    private String viewer;
    private String agent;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        processes = new Processes(directory);
        target = processes.target();
        coordinator = processes.coordinator("--proxy", "0=shop", "--require-proxy-token");
        assertThat(coordinator.out()).as("a fresh start says that it is open").containsOnlyOnce(OPEN);
        assertThat(Http.get(coordinator.url() + "/api/agents").status()).isEqualTo(200);
        admin = token("", "{\"role\": \"admin\"}");
        operator = token(admin, "{\"role\": \"operator\"}");
        viewer = token(admin, "{\"role\": \"viewer\"}");
        agent = token(admin, "{\"role\": \"agent\", \"agent_id\": \"bound\"}");
        Path file = Files.writeString(Path.of(processes.path("agent.token")), agent + "\n");
        processes.agent(coordinator, "bound", "--token-file", file.toString());
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    @Test
    void onceATokenExistsEverythingNeedsOne() {
        for (String path : List.of("/api/agents", "/api/history", "/api/stats", "/api/tokens", "/conns")) {
            for (String[] credentials : new String[][] {{}, {"Authorization", "Bearer wrong"}}) {
                Http.Answer answer = Http.get(coordinator.url() + path, credentials);
                assertThat(answer.status()).as(path).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
                assertThat(answer.json().path("type").asText()).endsWith("/unauthorized");
            }
        }
        // Monitoring and liveness from this machine need none.
        assertThat(Http.get(coordinator.url() + "/health/live").status()).isEqualTo(200);
        assertThat(Http.get(coordinator.url() + "/metrics").status()).isEqualTo(200);
    }

    @Test
    void eachRoleMayDoWhatItIsForAndNoMore() {
        String execute = "{\"url\": \"" + target.url() + "/\"}";
        assertRoles("GET", "/api/agents", "", 200, 200, 200, 403);
        assertRoles("GET", "/api/history", "", 200, 200, 200, 403);
        assertRoles("POST", "/api/execute", execute, 200, 200, 403, 403);
        assertRoles("POST", "/api/execute/explain", execute, 200, 200, 403, 403);
        assertRoles("DELETE", "/api/agents/never-seen", "", 404, 403, 403, 403);
        assertRoles("POST", "/api/tokens", "{\"role\": \"viewer\"}", 201, 403, 403, 403);
    }

    @Test
    void aRevokedTokenIsWorthNothing() {
        Http.Answer made = Http.post(coordinator.url() + "/api/tokens", "{\"role\": \"viewer\"}", bearer(admin));
        String secret = made.json().path("token").asText();
        String stats = coordinator.url() + "/api/stats";
        assertThat(Http.get(stats, bearer(secret)).status()).isEqualTo(200);
        String path = "/api/tokens/" + made.json().path("id").asText();
        assertThat(Http.send("DELETE", coordinator.url() + path, "", bearer(admin))
                        .status())
                .isEqualTo(204);
        assertThat(Http.get(stats, bearer(secret)).status()).isEqualTo(401);
        assertThat(Http.get(coordinator.url() + "/api/tokens", bearer(admin)).body())
                .doesNotContain(secret)
                .doesNotContain(admin);
    }

    @Test
    void whatIsOpenWithATokenIsClosedSoonAfterItIsRevoked() throws Exception {
        Http.Answer agents = Http.post(coordinator.url() + "/api/tokens", "{\"role\": \"agent\"}", bearer(admin));
        Http.Answer viewers = Http.post(coordinator.url() + "/api/tokens", "{\"role\": \"viewer\"}", bearer(admin));
        String viewing = viewers.json().path("token").asText();
        AgentByHand connected = AgentByHand.connect(
                        coordinator,
                        AgentByHand.SUBPROTOCOL,
                        agents.json().path("token").asText())
                .hello("soon-revoked");
        connected.answer();
        try (SseReader events =
                new SseReader(coordinator.url() + "/api/events/stream", "Authorization: Bearer " + viewing + "\r\n")) {
            for (Http.Answer made : List.of(agents, viewers)) {
                String path = "/api/tokens/" + made.json().path("id").asText();
                Http.send("DELETE", coordinator.url() + path, "", bearer(admin));
            }

            assertThat(connected.closed().code()).isEqualTo(4401);
            // Its class has a limit: without an end this would read on.
            while (events.next() != null) {
                // what was told before
            }
        }
        assertThat(Http.get(coordinator.url() + "/api/agents/soon-revoked", bearer(admin))
                        .json()
                        .path("status")
                        .asText())
                .isNotEqualTo("ready");
    }

    @Test
    void anAgentNeedsATokenForItsOwnId() throws Exception {
        assertThat(hello("", "intruder")).isEqualTo(4401);
        assertThat(hello("wrong", "intruder")).isEqualTo(4401);
        assertThat(hello(viewer, "intruder")).isEqualTo(4401);
        assertThat(hello(operator, "intruder")).isEqualTo(4401);
        assertThat(hello(agent, "intruder")).isEqualTo(4403);
        assertThat(hello(agent, "bound")).isEqualTo(4409);
        assertThat(Http.get(coordinator.url() + "/api/agents/intruder", bearer(admin))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void handshakesAtTheSameTimeDoNotLendEachOtherTheirTokens() {
        List<Integer> codes = Parallel.run(400, 16, i -> {
            try {
                return hello(i % 2 == 0 ? agent : "", "intruder");
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < codes.size(); i++) {
            expected.add(i % 2 == 0 ? 4403 : 4401);
        }
        assertThat(codes).isEqualTo(expected);
    }

    @Test
    void secretsOfARequestAreInNoHistoryAndNoLog() {
        Http.Answer answer = Http.post(
                coordinator.url() + "/api/execute",
                "{\"url\": \"" + target.url() + "/user-agent\", \"headers\": {\"Authorization\": \"Bearer hush-1\","
                        + " \"cookie\": \"a=hush-2\", \"X-API-Key\": [\"hush-3\"], \"Proxy-Authorization\": \"hush-4\","
                        + " \"Dispatcher-Authorization\": \"Bearer hush-5\", \"X-Plain\": \"seen\"}}",
                bearer(operator));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        String history = coordinator.url() + "/api/history/"
                + answer.json().path("request_id").asText();
        await().atMost(Duration.ofSeconds(15))
                .until(() -> Http.get(history, bearer(viewer)).status() == 200);
        for (String form : List.of("", "?format=har", "?format=curl")) {
            assertThat(Http.get(history + form, bearer(viewer)).body())
                    .as(form)
                    .contains("seen")
                    .doesNotContain("hush-");
        }
        assertThat(coordinator.out() + coordinator.err())
                .doesNotContain("hush-")
                .doesNotContain(admin)
                .doesNotContain(agent);
    }

    @Test
    void aPortThatWantsATokenTakesAnOperatorsOnly() {
        String port = coordinator.proxy("shop") + "/";
        String[] atOnce = {"Dispatcher-Upstream-Wait", "0"};
        assertThat(Http.get(port, atOnce).status()).isEqualTo(401);
        for (String token : List.of("wrong", viewer)) {
            assertThat(Http.get(port, atOnce[0], atOnce[1], "Dispatcher-Authorization", "Bearer " + token)
                            .status())
                    .isEqualTo(401);
        }
        Http.Answer passed = Http.get(port, atOnce[0], atOnce[1], "Dispatcher-Authorization", "Bearer " + operator);
        assertThat(passed.json().path("type").asText()).as(passed.body()).endsWith("/unknown-upstream");
    }

    @Test
    void aPageOfAnotherOriginMayNotActForItsReader() {
        Http.Answer answer = Http.post(
                coordinator.url() + "/api/execute",
                "{\"url\": \"" + target.url() + "/\"}",
                "Authorization",
                "Bearer " + operator,
                "Origin",
                "http://evil.example");
        assertThat(answer.status()).as(answer.body()).isEqualTo(403);
        assertThat(answer.json().path("type").asText()).endsWith("/forbidden");
    }

    private void assertRoles(
            String method, String path, String json, int asAdmin, int asOperator, int asViewer, int asAgent) {
        List<Integer> statuses = new ArrayList<>();
        for (String token : List.of(admin, operator, viewer, agent)) {
            statuses.add(Http.send(method, coordinator.url() + path, json, bearer(token))
                    .status());
        }
        assertThat(statuses)
                .as(method + " " + path + " as admin, operator, viewer, agent")
                .containsExactly(asAdmin, asOperator, asViewer, asAgent);
    }

    private int hello(String token, String id) throws Exception {
        AgentByHand agent = AgentByHand.connect(coordinator, AgentByHand.SUBPROTOCOL, token);
        if (token.equals(this.agent)) {
            agent.hello(id);
        }
        return agent.closed().code();
    }

    private String token(String by, String json) {
        Http.Answer made =
                Http.post(coordinator.url() + "/api/tokens", json, by.isEmpty() ? new String[0] : bearer(by));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.json().path("token").asText();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }
}
