package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate of the operator's own, the redirect to it, and files that will not do. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsOptionsIT {
    private Path files;
    private Processes processes;
    private RunningProcess coordinator;
    private URI https;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        files = directory;
        processes = new Processes(directory);
        for (String name : new String[] {"own", "other"}) {
            openssl(
                    "req",
                    "-x509",
                    "-newkey",
                    "rsa:2048",
                    "-nodes",
                    "-days",
                    "2",
                    "-subj",
                    "/CN=" + name,
                    "-addext",
                    "subjectAltName=IP:127.0.0.1",
                    "-keyout",
                    name + ".key",
                    "-out",
                    name + ".crt");
        }
        openssl("rsa", "-in", "own.key", "-traditional", "-out", "old.key");
        coordinator = processes.coordinator(
                "--cert-file", file("own.crt"), "--key-file", file("own.key"), "--https-port", "0", "--redirect-http");
        https = URI.create(coordinator.url("https://"));
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    @Test
    void theOperatorsCertificateIsShown() {
        assertThat(coordinator.out()).doesNotContain("DEVELOPMENT");
        FinishedProcess agents =
                processes.run("agents", "--json", "--coordinator-url", https.toString(), "--ca-file", file("own.crt"));
        assertThat(agents.code()).as(agents.err()).isZero();
        FinishedProcess distrusted = processes.run(
                "agents", "--json", "--coordinator-url", https.toString(), "--ca-file", file("other.crt"));
        assertThat(distrusted.code()).isEqualTo(3);
    }

    @Test
    void plainHttpIsSentToHttpsWithItsPathAndQueryAndMethod() {
        String plain = coordinator.url();
        for (String method : new String[] {"GET", "POST", "DELETE"}) {
            Http.Answer answer = Http.send(method, plain + "/api/agents?limit=3&x=%20y", "");
            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.headers().firstValue("Location")).hasValue(https + "/api/agents?limit=3&x=%20y");
        }
        assertThat(Http.get(plain + "/health/ready").status()).isEqualTo(200);
        assertThat(Http.get(plain + "/health/live").status()).isEqualTo(200);
        assertThat(Http.get(plain + "/healthy").status()).isEqualTo(308);
        assertThat(Http.get(plain + "/health/../api/agents").status()).isNotEqualTo(200);
    }

    @Test
    void commandsAndAgentsAreToldWhereToGo() {
        FinishedProcess agents = processes.run("agents", "--coordinator-url", coordinator.url());
        assertThat(agents.code()).isEqualTo(3);
        assertThat(agents.err()).contains(https.toString());
    }

    @Test
    void filesThatWillNotDoEndTheStartInOneLine() throws IOException {
        Files.writeString(files.resolve("text.pem"), "hello");
        Files.writeString(
                files.resolve("broken.crt"),
                "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                StandardCharsets.US_ASCII);
        refused("--tls-cert", "--tls-cert", file("none.crt"), "--tls-key", file("own.key"));
        refused("--tls-cert", "--tls-cert", file("text.pem"), "--tls-key", file("own.key"));
        refused("--tls-cert", "--tls-cert", file("broken.crt"), "--tls-key", file("own.key"));
        refused("--tls-cert", "--tls-cert", files.toString(), "--tls-key", file("own.key"));
        refused("--tls-key", "--tls-cert", file("own.crt"), "--tls-key", file("none.key"));
        refused("--tls-key", "--tls-cert", file("own.crt"), "--tls-key", file("text.pem"));
        refused("--tls-key", "--tls-cert", file("own.crt"), "--tls-key", file("other.key"));
        refused("openssl pkcs8", "--tls-cert", file("own.crt"), "--tls-key", file("old.key"));
        refused("--tls-key", "--tls-cert", file("own.crt"));
        refused("--tls-cert", "--tls-key", file("own.key"));
        refused("--https-port", "--https-port", "18777", "--port", "18777");
        refused("--https-port", "--https-port", String.valueOf(https.getPort()));
    }

    private void refused(String named, String... options) {
        List<String> command = new ArrayList<>(List.of("coordinator"));
        if (!Arrays.asList(options).contains("--port")) {
            command.addAll(List.of("--port", "0"));
        }
        command.addAll(List.of("--broker-port", "0", "--data-dir", processes.path("refused")));
        command.addAll(List.of(options));
        FinishedProcess ended = processes.run(command.toArray(String[]::new));
        assertThat(ended.code()).as(ended.err()).isIn(1, 3);
        assertThat(ended.err().strip().lines()).as(ended.err()).singleElement().satisfies(line -> assertThat(line)
                .startsWith("dispatcher coordinator: ")
                .contains(named));
    }

    private String file(String name) {
        return files.resolve(name).toString();
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(files.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
