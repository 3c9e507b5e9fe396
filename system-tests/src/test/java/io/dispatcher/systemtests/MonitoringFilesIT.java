package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is delivered for Prometheus, Alertmanager and Grafana is valid, complete and fits together. */
@Timeout(60)
class MonitoringFilesIT {
    private static final int GRID_WIDTH = 24;

    /** What the dashboards of HTTP Dispatcher have. */
    private static final List<String> REFERENCE_PANELS = List.of(
            "Active agents",
            "Available addresses",
            "Total request rate",
            "Success rate",
            "P95 latency",
            "Total requests",
            "Error rate",
            "WebSocket connections",
            "Request rate by agent",
            "Status codes",
            "Response time percentiles",
            "Errors by agent and type",
            "Performance comparison",
            "Requests by HTTP method",
            "Total requests by agent",
            "Agent and WebSocket connections",
            "Address pool utilization",
            "Request volume (1 h increases)");

    private static List<JsonNode> alerts() {
        List<JsonNode> alerts = new ArrayList<>();
        MonitoringFiles.yaml(MonitoringFiles.PROMETHEUS.resolve("alerts.yml"))
                .path("groups")
                .forEach(group -> group.path("rules").forEach(alerts::add));
        return alerts;
    }

    @Test
    void prometheusTakesItsConfiguration() {
        InstalledTool.run(MonitoringFiles.PROMETHEUS, "promtool", "check", "config", "prometheus.yml");
    }

    @Test
    void eachAlertFiresAndStaysQuietAsItsTestsSay() {
        InstalledTool.run(MonitoringFiles.PROMETHEUS, "promtool", "test", "rules", "alerts_test.yml");
        Set<String> fire = new HashSet<>();
        Set<String> quiet = new HashSet<>();
        for (JsonNode test : MonitoringFiles.yaml(MonitoringFiles.PROMETHEUS.resolve("alerts_test.yml"))
                .path("tests")) {
            for (JsonNode expected : test.path("alert_rule_test")) {
                (expected.path("exp_alerts").isEmpty() ? quiet : fire)
                        .add(expected.path("alertname").asText());
            }
        }
        List<String> names =
                alerts().stream().map(alert -> alert.path("alert").asText()).toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(fire).containsExactlyInAnyOrderElementsOf(names);
        assertThat(quiet).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void eachAlertSaysWhatIsWrongAndWhereToReadOn() throws IOException {
        String docs = Files.readString(BuildTree.root().resolve("docs/monitoring.md"));
        assertThat(alerts()).isNotEmpty().allSatisfy(alert -> {
            String name = alert.path("alert").asText();
            assertThat(alert.at("/labels/severity").asText()).as(name).isIn("warning", "critical");
            assertThat(alert.at("/annotations/summary").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/description").asText()).as(name).isNotBlank();
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/monitoring.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(docs).contains("### " + name + "\n");
        });
    }

    @Test
    void alertmanagerTakesItsConfiguration() {
        InstalledTool.run(MonitoringFiles.ALERTMANAGER, "amtool", "check-config", "alertmanager.yml");
    }

    @ParameterizedTest
    @CsvSource({
        "on-call, DispatcherNoAgents, critical",
        "on-call, DispatcherHighErrorRate, critical",
        "on-call, DispatcherCoordinatorDown, critical",
        "operators, DispatcherDeadLetters, warning",
        "operators, DispatcherMonitorDown, warning",
        "operators, SomethingElse, none"
    })
    void anAlertGoesToWhomItConcerns(String receiver, String alert, String severity) {
        InstalledTool.run(
                MonitoringFiles.ALERTMANAGER,
                "amtool",
                "config",
                "routes",
                "test",
                "--config.file=alertmanager.yml",
                "--verify.receivers=" + receiver,
                "alertname=" + alert,
                "severity=" + severity,
                "job=dispatcher");
    }

    @Test
    void theContainersArePinnedAndFindTheirFiles() {
        JsonNode services = MonitoringFiles.yaml(MonitoringFiles.HOME.resolve("docker-compose.monitoring.yml"))
                .path("services");
        Map<String, Path> mounts = new LinkedHashMap<>();
        for (JsonNode service : services) {
            assertThat(service.path("image").asText()).matches("[a-z]+/[a-z]+:v?\\d+\\.\\d+\\.\\d+");
            for (JsonNode volume : service.path("volumes")) {
                String[] parts = volume.asText().split(":");
                if (parts[0].startsWith("./")) {
                    mounts.put(parts[1], MonitoringFiles.HOME.resolve(parts[0].substring(2)));
                }
            }
        }
        assertThat(mounts.values()).allSatisfy(path -> assertThat(path).isDirectory());
        for (String inside : List.of(
                option(services.path("prometheus"), "--config.file"),
                option(services.path("alertmanager"), "--config.file"),
                services.at("/grafana/environment/GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")
                        .asText(),
                provisioned("dashboards/dispatcher.yml")
                        .at("/providers/0/options/path")
                        .asText())) {
            assertThat(mounts.keySet().stream()
                            .filter(mount -> (inside + "/").startsWith(mount + "/"))
                            .map(mount -> mounts.get(mount).resolve(inside.replaceFirst(mount + "/?", ""))))
                    .as(inside)
                    .singleElement()
                    .satisfies(path -> assertThat(path).exists());
        }
    }

    @Test
    void everyoneIsFoundAtHisPort() {
        JsonNode services = MonitoringFiles.yaml(MonitoringFiles.HOME.resolve("docker-compose.monitoring.yml"))
                .path("services");
        String prometheus = option(services.path("prometheus"), "--web.listen-address");
        String alertmanager = option(services.path("alertmanager"), "--web.listen-address");
        assertThat(prometheus).isEqualTo("127.0.0.1:9090");
        assertThat(alertmanager).isEqualTo("127.0.0.1:9093");
        assertThat(services.at("/grafana/environment/GF_SERVER_HTTP_PORT").asText())
                .isEqualTo("3000");
        JsonNode sources = provisioned("datasources/prometheus.yml").path("datasources");
        assertThat(sources.path(0).path("url").asText()).isEqualTo("http://" + prometheus);
        assertThat(sources.path(1).path("url").asText()).isEqualTo("http://" + alertmanager);
        assertThat(MonitoringFiles.yaml(MonitoringFiles.PROMETHEUS.resolve("prometheus.yml"))
                        .at("/alerting/alertmanagers/0/static_configs/0/targets/0")
                        .asText())
                .isEqualTo(alertmanager);
    }

    private static JsonNode provisioned(String file) {
        return MonitoringFiles.yaml(
                MonitoringFiles.HOME.resolve("grafana/provisioning").resolve(file));
    }

    private static String option(JsonNode service, String name) {
        for (JsonNode word : service.path("command")) {
            if (word.asText().startsWith(name + "=")) {
                return word.asText().substring(name.length() + 1);
            }
        }
        throw new AssertionError("no " + name + " in " + service);
    }

    static List<Dashboard> dashboards() {
        return Dashboard.all();
    }

    @Test
    void theReferencesPanelsAreAllThere() {
        List<String> titles = new ArrayList<>();
        Dashboard.all().forEach(dashboard -> dashboard
                .panels()
                .forEach(panel -> titles.add(panel.path("title").asText())));
        assertThat(titles).containsAll(REFERENCE_PANELS);
        assertThat(Dashboard.all().stream()
                        .map(dashboard -> dashboard.json().path("uid").asText()))
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void eachPanelHasATitleAUnitAndTheChosenDataSource(Dashboard dashboard) {
        assertThat(dashboard.everything().stream().map(panel -> panel.path("id").asInt()))
                .doesNotHaveDuplicates()
                .doesNotContain(0);
        assertThat(dashboard.panels()).isNotEmpty().allSatisfy(panel -> {
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> assertThat(
                            target.at("/datasource/uid").asText())
                    .isEqualTo("${datasource}"));
            assertThat(panel.path("targets").findValuesAsText("refId")).doesNotHaveDuplicates();
        });
        assertThat(dashboard.json().at("/templating/list/0/type").asText()).isEqualTo("datasource");
    }

    @ParameterizedTest
    @MethodSource("dashboards")
    void noPanelLiesOnAnother(Dashboard dashboard) {
        Set<String> taken = new HashSet<>();
        for (JsonNode panel : dashboard.everything()) {
            JsonNode place = panel.path("gridPos");
            int right = place.path("x").asInt(-1) + place.path("w").asInt(0);
            int bottom = place.path("y").asInt(-1) + place.path("h").asInt(0);
            assertThat(right).as(place.toString()).isBetween(1, GRID_WIDTH);
            for (int x = place.path("x").asInt(-1); x < right; x++) {
                for (int y = place.path("y").asInt(-1); y < bottom; y++) {
                    assertThat(x >= 0 && y >= 0 && taken.add(x + "/" + y))
                            .as(panel.path("title").asText() + " at " + x + "/" + y)
                            .isTrue();
                }
            }
        }
    }
}
