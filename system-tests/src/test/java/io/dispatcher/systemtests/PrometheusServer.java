package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real Prometheus with the configuration that is delivered, but faster and for other ports; and the Alertmanager it tells. For one thread. */
final class PrometheusServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path directory;
    private final List<Process> processes = new ArrayList<>();
    private final String url;
    private final String alertmanagerUrl;

    /** @param target what is scraped, host and port */
    PrometheusServer(Path directory, String target) {
        this.directory = directory;
        String address = "127.0.0.1:" + Processes.freePort();
        String alertmanager = "127.0.0.1:" + Processes.freePort();
        url = "http://" + address;
        alertmanagerUrl = "http://" + alertmanager;
        configure(target, address, alertmanager);
        try {
            start(
                    alertmanagerUrl,
                    "prometheus-alertmanager",
                    "--config.file=" + MonitoringFiles.ALERTMANAGER.resolve("alertmanager.yml"),
                    "--storage.path=" + directory.resolve("alertmanager-data"),
                    "--web.listen-address=" + alertmanager,
                    "--cluster.listen-address=");
            start(
                    url,
                    "prometheus",
                    "--config.file=" + directory.resolve("prometheus.yml"),
                    "--storage.tsdb.path=" + directory.resolve("prometheus-data"),
                    "--web.listen-address=" + address,
                    "--log.level=warn");
        } catch (RuntimeException | AssertionError e) {
            close();
            throw e;
        }
    }

    private void configure(String target, String address, String alertmanager) {
        try {
            Files.createDirectories(directory.resolve("targets"));
            Files.copy(MonitoringFiles.PROMETHEUS.resolve("alerts.yml"), directory.resolve("alerts.yml"));
            Files.writeString(directory.resolve("targets/coordinators.yml"), "- targets: [\"" + target + "\"]\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode config = MonitoringFiles.yaml(MonitoringFiles.PROMETHEUS.resolve("prometheus.yml"));
        config.withObject("/global").put("scrape_interval", "1s").put("evaluation_interval", "1s");
        replaceTarget(config.at("/alerting/alertmanagers/0/static_configs/0"), alertmanager);
        replaceTarget(config.at("/scrape_configs/1/static_configs/0"), address);
        MonitoringFiles.writeYaml(directory.resolve("prometheus.yml"), config);
    }

    private static void replaceTarget(JsonNode group, String target) {
        ((ObjectNode) group).putArray("targets").add(target);
    }

    private void start(String address, String... command) {
        Path output = directory.resolve(command[0] + ".out");
        Process process = InstalledTool.start(output, command);
        processes.add(process);
        await(command[0]).atMost(LIMIT).until(() -> !process.isAlive() || ready(address));
        try {
            assertThat(process.isAlive())
                    .as(command[0] + ": " + Files.readString(output))
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean ready(String address) {
        try {
            return Http.get(address + "/-/ready").status() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** The samples of a query now. */
    Samples query(String expression) {
        return new Samples(data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                .path("result"));
    }

    /** The sum of a query's samples now. */
    double sum(String expression) {
        Samples sum = query("sum(" + expression + ")");
        return sum.json().isEmpty() ? 0 : sum.value();
    }

    /** Whatever is under this path of the API. */
    JsonNode data(String path) {
        Http.Answer answer = Http.get(url + path);
        assertThat(answer.status()).as(path + ": " + answer.body()).isEqualTo(200);
        return answer.json().path("data");
    }

    /** What Alertmanager was told. */
    JsonNode alerts() {
        return Http.get(alertmanagerUrl + "/api/v2/alerts").json();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroy);
        processes.forEach(process -> await().atMost(LIMIT).until(() -> !process.isAlive()));
    }
}
