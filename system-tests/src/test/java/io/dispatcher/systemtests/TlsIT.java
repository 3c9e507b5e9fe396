package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The coordinator over TLS: with a certificate of its own making, seen by commands, agents, browsers. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsIT {
    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;
    private Path data;
    private String https;
    private String ca;

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        data = directory.resolve("data");
        target = processes.target();
        coordinator = processes.coordinator(
                "--https-port", "0", "--bind", "[::1]:0", "--host", "127.0.0.1", "--data-dir", data.toString());
        https = coordinator.url("https://");
        ca = data.resolve("tls/development.crt").toString();
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    @Test
    void theDevelopmentCertificateIsCalledOneAndItsKeyIsTheOwnersAlone() throws IOException {
        assertThat(coordinator.out()).contains("DEVELOPMENT certificate").contains(ca);
        assertThat(coordinator.url("https://[::1]:")).startsWith("https://[::1]:");
        for (String file : new String[] {"tls/development.key", "payara/config/keystore.p12"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(file))))
                    .as(file)
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anAgentOverWssServesACommandOverHttps() {
        String agentUrl = https.replace("https:", "wss:");
        processes.agent(coordinator, "secure", "--coordinator-url=" + agentUrl, "--ca-file", ca);
        FinishedProcess done = exec("--ca-file", ca);
        assertThat(done.code()).as(done.out() + done.err()).isZero();
        assertThat(new Http.Answer(200, null, done.out())
                        .json()
                        .path("agent_id")
                        .asText())
                .isEqualTo("secure");
    }

    @Test
    void aListOfCoordinatorsMayMixBothKinds() {
        String agentUrl = https.replace("127.0.0.1", "127.0.0.99");
        processes.agent(
                coordinator,
                "mixed",
                "--coordinator-url",
                agentUrl,
                "--coordinator-url",
                coordinator.url(),
                "--ca-file",
                ca);
    }

    @Test
    void whoDoesNotTrustItDoesNotConnect() {
        FinishedProcess refused = exec();
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("--ca-file").doesNotContain("\tat ");
        RunningProcess agent = processes.start(
                Map.of(),
                "agent",
                "--coordinator-url",
                https,
                "--agent-id",
                "distrustful",
                "--state-dir",
                processes.path("distrustful"));
        await().atMost(Duration.ofSeconds(20)).until(() -> agent.err().contains("no connection to " + https));
        assertThat(agent.err()).contains("unable to find valid certification path");
        agent.kill();
        assertThat(Http.get(coordinator.url() + "/api/agents/distrustful").status())
                .isEqualTo(404);
    }

    @Test
    void http2IsNegotiatedAndHttp11TooAndAForwardedBodyIsWhole() throws Exception {
        for (HttpClient.Version version : HttpClient.Version.values()) {
            HttpResponse<String> answer = client(version)
                    .send(
                            HttpRequest.newBuilder(URI.create(https + "/api/agents"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("items");
        }
    }

    @Test
    void theCoordinatorIsNoTargetOverTlsEither() {
        processes.agent(coordinator, "curious");
        new ExecuteApi(coordinator)
                .problem(403, "egress-denied", "policy", "url", https + "/api/stats", "agent_id", "curious");
    }

    @Test
    void aCallerWhoGoesAwayTakesTheRequestBackOverTlsToo() throws Exception {
        processes.agent(coordinator, "patient");
        URI uri = URI.create(https);
        try (ScriptedTarget hanging = new ScriptedTarget()) {
            CompletableFuture<Void> left = hanging.hangs("/left");
            String json = ExecuteApi.body("url", hanging.url("/left"), "agent_id", "patient");
            try (Socket caller = trusting().getSocketFactory().createSocket(uri.getHost(), uri.getPort())) {
                caller.getOutputStream()
                        .write(("POST /api/execute HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + json.length()
                                        + "\r\n\r\n" + json)
                                .getBytes(StandardCharsets.US_ASCII));
                await().until(() -> !hanging.seen("/left").isEmpty());
                TimeUnit.SECONDS.sleep(2);
                assertThat(left).isNotDone();
            }
            left.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void plainHttpIsServedWhereNoRedirectWasAsked() {
        assertThat(Http.get(coordinator.url() + "/api/agents").status()).isEqualTo(200);
    }

    private FinishedProcess exec(String... more) {
        String[] command = new String[7 + more.length];
        String[] first = {"exec", target.url() + "/whoami", "--coordinator-url", https, "--json", "--agent-id", "secure"
        };
        System.arraycopy(first, 0, command, 0, first.length);
        System.arraycopy(more, 0, command, first.length, more.length);
        return processes.run(command);
    }

    private HttpClient client(HttpClient.Version version) throws Exception {
        return HttpClient.newBuilder().version(version).sslContext(trusting()).build();
    }

    private SSLContext trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(ca))) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, managers.getTrustManagers(), null);
        return tls;
    }
}
