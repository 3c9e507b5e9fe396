package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dashboards and alerts, asked of a real Prometheus that scrapes a real coordinator at work. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MonitoringIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");
    private static final Pattern METRIC = Pattern.compile("(http_dispatcher|process|jvm)_[a-z_]+");
    private static final int TIMEOUTS = 8;

    private Processes processes;
    private ScriptedTarget target;
    private ShortLivedTarget secured;
    private RunningProcess coordinator;
    private ExecuteApi api;
    private PrometheusServer prometheus;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        processes = new Processes(directory);
        target = new ScriptedTarget();
        secured = new ShortLivedTarget(directory, 5);
        target.says("/ok", "200 OK", (byte) 'o', (byte) 'k')
                .says("/no", "404 Not Found")
                .says("/oh", "500 Oh");
        target.hangs("/never");
        coordinator = processes.coordinator("--allow", "127.0.0.0/8");
        api = new ExecuteApi(coordinator);
        processes.agent(coordinator, "one", "--upstream", "shop=" + target.url(""));
        processes.agent(coordinator, "two");
        create("/api/mocks", "{\"path_pattern\": \"/hello\", \"body\": \"hi\"}");
        create(
                "/api/monitors",
                "{\"name\": \"web\", \"kind\": \"http\", \"interval\": 1, \"from\": [\"*\"], \"request\": {\"url\": \""
                        + secured.url() + "\", \"timeout\": 0.9, \"verify_tls\": false}}");
        create(
                "/api/monitors",
                "{\"name\": \"near\", \"kind\": \"ping\", \"interval\": 1, \"from\": [\"*\"], \"target\": \"127.0.0.1\","
                        + " \"count\": 2, \"probe_interval\": 0.02, \"timeout\": 0.5}");
        prometheus = new PrometheusServer(
                directory.resolve("prometheus"), URI.create(coordinator.url()).getAuthority());
        // Twice: what a series counts before it is first seen does not increase it.
        work();
        awaitScraped();
        work();
        awaitScraped();
    }

    @AfterAll
    void stop() throws Exception {
        if (prometheus != null) {
            prometheus.close();
        }
        processes.close();
        target.close();
        secured.close();
    }

    private void create(String path, String json) {
        Http.Answer answer = Http.post(coordinator.url() + path, json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    private void work() {
        for (String agent : List.of("one", "two")) {
            for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
                api.answered("url", target.url("/ok"), "method", method, "agent_id", agent);
            }
            api.answered("url", target.url("/no"), "agent_id", agent);
            api.answered("url", target.url("/oh"), "agent_id", agent);
            api.problem(502, "target-connect", "target", "url", "http://127.0.0.1:1/", "agent_id", agent);
        }
        api.refused(422, "no-matching-agent", "url", target.url("/ok"), "agent_id", "nobody");
        Parallel.run(
                TIMEOUTS,
                TIMEOUTS,
                number -> api.problem(
                        504,
                        "target-timeout",
                        "target",
                        "url",
                        target.url("/never"),
                        "timeout",
                        0.3,
                        "agent_id",
                        "one"));
        assertThat(Http.send("POST", coordinator.url() + "/t/shop/ok", "hello").status())
                .isEqualTo(200);
        assertThat(Http.get(coordinator.url() + "/hello").body()).isEqualTo("hi");
        assertThat(Http.post(
                                coordinator.url() + "/ping-task",
                                "{\"from\": [\"*\"], \"targets\": [\"127.0.0.1\"], \"interval\": 10, \"count\": 3}")
                        .body())
                .contains("\"reply\"");
        Http.Answer run = Http.post(
                coordinator.url() + "/api/scenarios/run?wait=true",
                "{\"scenario\": {\"name\": \"s\", \"steps\": [{\"name\": \"a\", \"request\": {\"url\": \""
                        + target.url("/ok") + "\"}}]}}");
        assertThat(run.json().path("status").asText()).as(run.body()).isEqualTo("passed");
    }

    /** Until Prometheus has seen the coordinator as it is now. */
    private void awaitScraped() {
        double now = uptime();
        await().atMost(LIMIT).until(() -> prometheus.sum("http_dispatcher_uptime_seconds") > now);
    }

    private double uptime() {
        return Http.get(coordinator.url() + "/api/stats")
                .json()
                .path("uptime_seconds")
                .asDouble();
    }

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void eachQueryOfADashboardHasAResult(Dashboard dashboard) {
        assertThat(dashboard.queries()).isNotEmpty();
        await().atMost(LIMIT).untilAsserted(() -> {
            List<String> empty = new ArrayList<>();
            dashboard.queries().forEach((name, query) -> {
                if (!prometheus.query(query).hasNumber()) {
                    empty.add(name + ": " + query);
                }
            });
            assertThat(empty).isEmpty();
        });
        assertMetricsAreThere(dashboard.queries().values());
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void theVariablesOfADashboardHaveValues(Dashboard dashboard) {
        for (JsonNode variable : dashboard.json().at("/templating/list")) {
            Matcher values = LABEL_VALUES.matcher(variable.path("definition").asText());
            if (variable.path("type").asText().equals("query")) {
                assertThat(values.matches()).isTrue();
                assertThat(prometheus.query(Dashboard.resolved(values.group(1))).labels(values.group(2)))
                        .as(variable.path("name").asText())
                        .isNotEmpty()
                        .doesNotContain("");
            }
        }
    }

    private Samples shown(String panel, int query) {
        Dashboard dashboard = Dashboard.all().stream()
                .filter(one -> one.file().equals("dispatcher.json"))
                .findFirst()
                .orElseThrow();
        return prometheus.query(Dashboard.resolved(
                dashboard.panel(panel).path("targets").path(query).path("expr").asText()));
    }

    @Test
    void whatTheyShowIsWhatWasDone() {
        assertThat(shown("Requests by HTTP method", 0).labels("method")).contains("GET", "POST", "PUT", "DELETE");
        assertThat(shown("Total requests by agent", 0).labels("agent")).contains("one", "two");
        for (int query : List.of(0, 2, 3)) {
            assertThat(shown("Status codes", query).value())
                    .as((query + 2) + "xx")
                    .isPositive();
        }
        // Of what agent two did, all but the one to a closed port was answered; one also ran into time-outs.
        Samples success = shown("Performance comparison", 3);
        assertThat(success.value("agent", "two")).isStrictlyBetween(0.8, 1.0);
        assertThat(success.value("agent", "one")).isLessThan(success.value("agent", "two"));
        assertThat(shown("Active agents", 0).value()).isEqualTo(2);
    }

    @Test
    void theAlertsAskForMetricsThatThereAre() {
        List<String> queries = new ArrayList<>();
        for (JsonNode group : prometheus.data("/api/v1/rules").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                assertThat(rule.path("health").asText()).as(rule.toString()).isIn("ok", "unknown");
                queries.add(rule.path("query").asText());
            }
        }
        assertThat(queries).hasSizeGreaterThan(10);
        assertMetricsAreThere(queries);
    }

    /** What stands in for a metric that has no samples would hide one that does not exist. */
    private void assertMetricsAreThere(Collection<String> queries) {
        Set<String> metrics = new TreeSet<>();
        queries.forEach(query -> METRIC.matcher(query).results().forEach(found -> metrics.add(found.group())));
        assertThat(metrics)
                .isNotEmpty()
                .allSatisfy(name ->
                        assertThat(prometheus.query(name).json()).as(name).isNotEmpty());
    }

    @Test
    void anAlertComesToTheAlertmanagerAndItsReceiver() {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(prometheus.alerts()).anySatisfy(alert -> {
                    assertThat(alert.at("/labels/alertname").asText()).isEqualTo("DispatcherRequestTimeouts");
                    assertThat(alert.at("/labels/agent").asText()).isEqualTo("one");
                    assertThat(alert.at("/labels/error_type").asText()).isEqualTo("target-timeout");
                    assertThat(alert.at("/receivers/0/name").asText()).isEqualTo("operators");
                }));
    }
}
