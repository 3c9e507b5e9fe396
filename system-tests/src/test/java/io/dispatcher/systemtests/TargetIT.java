package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import jakarta.jms.JMSConsumer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Named targets, reached by the coordinator itself, by an agent and through a tunnel. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TargetIT {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private Processes processes;
    private RunningProcess coordinator;
    private RunningProcess target;
    private Path data;
    private String[] options;
    private int brokerPort;

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        data = Path.of(processes.path("data"));
        brokerPort = Processes.freePort();
        options = new String[] {
            "--port", Integer.toString(Processes.freePort()),
            "--broker-port", Integer.toString(brokerPort),
            "--data-dir", data.toString(),
            "--allow", "127.0.0.0/8",
            "--max-targets", "5"
        };
        target = processes.target();
        coordinator = processes.coordinator(options);
        processes.agent(coordinator, "one", "--address", "127.0.0.3", "--upstream", "shop=" + target.url());
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    private String targets() {
        return coordinator.url() + "/api/targets";
    }

    private String json(String name, String via, String more) {
        return "{\"name\": \"" + name + "\", \"base_url\": \"" + target.url() + "\", \"via\": \"" + via + "\"" + more
                + "}";
    }

    private String create(String name, String via, String more) {
        Http.Answer made = Http.post(targets(), json(name, via, more));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String id = made.json().path("id").asText();
        assertThat(made.headers().firstValue("Location")).hasValue(targets() + "/" + id);
        return id;
    }

    private Http.Answer proxied(String id, String more) {
        return Http.post(coordinator.url() + "/api/proxy/request", "{\"target_id\": \"" + id + "\"" + more + "}");
    }

    private void delete(String id) {
        assertThat(Http.send("DELETE", targets() + "/" + id, "").status()).isEqualTo(204);
        assertThat(Http.get(targets() + "/" + id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "direct | coordinator | 127.0.0.1 | ",
                "agent | one | 127.0.0.3 | , \"agent_id\": \"one\"",
                "upstream | one | | , \"upstream\": \"shop\""
            })
    void itIsReachedOnTheWayItSays(String via, String agent, String from, String more) {
        String id = create("by-" + via, via, (more == null ? "" : more) + ", \"default_headers\": {\"X-A\": \"1\"}");
        Http.Answer answer = proxied(
                id,
                ", \"method\": \"POST\", \"path\": \"/submit\", \"query\": {\"q\": [\"a b\", 2]}, \"body\": {\"n\": 1}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        JsonNode result = answer.json();
        assertThat(result.path("status_code").asInt()).isEqualTo(200);
        assertThat(result.path("body").asText()).isEqualTo("{\"n\":1}");
        assertThat(result.path("target_id").asText()).isEqualTo(id);
        assertThat(result.path("via").asText()).isEqualTo(via);
        assertThat(result.path("agent_id").asText()).isEqualTo(agent);
        if (from != null) {
            assertThat(result.path("source_address").asText()).isEqualTo(from);
        }
        assertThat(result.path("timings").path("first_byte_ms").asDouble()).isPositive();
        String record =
                coordinator.url() + "/api/history/" + result.path("request_id").asText();
        await().atMost(LIMIT).until(() -> Http.get(record).status() == 200);
        JsonNode kept = Http.get(record).json();
        assertThat(kept.path("kind").asText()).isEqualTo("proxy");
        assertThat(kept.path("url").asText()).endsWith("/submit?q=a%20b&q=2");
        delete(id);
    }

    @Test
    void secretsAreSealedMaskedSentAndKeptByAReplacement() throws Exception {
        String id = create(
                "sealed", "direct", ", \"default_headers\": {\"X-API-Key\": \"open-sesame-77\", \"X-B\": \"b\"}");
        JsonNode shown = Http.get(targets() + "/" + id).json();
        assertThat(shown.at("/default_headers/X-API-Key").asText()).isEqualTo("[redacted]");
        assertThat(shown.at("/default_headers/X-B").asText()).isEqualTo("b");
        Http.Answer replaced = Http.send(
                "PUT",
                targets() + "/" + id,
                json("sealed-2", "direct", ", \"default_headers\": {\"X-API-Key\": \"[redacted]\"}"));
        assertThat(replaced.status()).as(replaced.body()).isEqualTo(200);
        JsonNode seen = proxied(id, ", \"path\": \"/whoami\"").json();
        assertThat(seen.path("body").asText()).contains("open-sesame-77");
        assertThat(coordinator.stop().code()).isZero();
        assertThat(filesWith("open-sesame-77")).isEmpty();
        coordinator = processes.coordinator(options);
        assertThat(proxied(id, ", \"path\": \"/whoami\"").json().path("body").asText())
                .contains("open-sesame-77");
        await().atMost(LIMIT)
                .until(() -> Http.get(coordinator.url() + "/conns").body().contains("\"one\""));
        delete(id);
    }

    private List<Path> filesWith(String text) throws Exception {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        // The target's own echo of it is an answer like any other, and answers are remembered.
        found.removeIf(file -> !file.toString().contains("database"));
        return found;
    }

    @Test
    void whatWasDoneToTargetsIsTold() throws Exception {
        try (JmsClient client = new JmsClient(Kind.ARTEMIS, brokerPort, "", "")) {
            JMSConsumer events = client.context.createConsumer(
                    client.context.createTopic("dispatcher.events"), "dispatcher_type LIKE 'target.%'");
            String id = create("told", "direct", "");
            delete(id);
            List<String> told = new ArrayList<>();
            while (told.size() < 2) {
                JsonNode event = JmsClient.json(JmsClient.next(events));
                if (event.path("data").path("name").asText().equals("told")) {
                    told.add(event.path("type").asText());
                }
            }
            assertThat(told).containsExactly("io.dispatcher.target.created", "io.dispatcher.target.deleted");
        }
    }

    @Test
    void thereAreOnlySoManyAndNamesAreTaken() {
        List<String> ids = new ArrayList<>();
        while (Http.get(targets()).json().path("items").size() < 5) {
            ids.add(create("many-" + ids.size(), "direct", ""));
        }
        Http.Answer refused = Http.post(targets(), json("more", "direct", ""));
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().path("type").asText()).endsWith("/limit-reached");
        assertThat(Http.post(targets(), json("many-0", "direct", ""))
                        .json()
                        .path("type")
                        .asText())
                .endsWith("/conflict");
        ids.forEach(this::delete);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\":\"a\"} | base_url | 400",
                "{\"name\":\"a b\",\"base_url\":\"http://a\"} | name | 400",
                "{\"name\":\"a\",\"base_url\":\"ftp://a\"} | base_url | 400",
                "{\"name\":\"a\",\"base_url\":\"http://a\",\"via\":\"upstream\"} | upstream | 400",
                "{\"name\":\"a\",\"base_url\":\"http://a\",\"agent_id\":\"b\"} | agent_id | 400",
                "{\"name\":\"a\",\"base_url\":\"http://a\",\"default_headers\":{\"a b\":\"c\"}} | default_headers | 400",
                "{\"name\":\"a\",\"base_url\":\"http://a\",\"colour\":1} | colour: unknown member | 400",
                "{\"name\": | malformed | 400"
            })
    void badInputIsRefusedByName(String json, String named, int status) {
        Http.Answer answer = Http.post(targets(), json);
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    @Test
    void aRequestStaysBelowItsTargetAndUnderThePolicy() {
        String id = create("below", "direct", "");
        assertThat(proxied(id, ", \"path\": \"/a/%2e%2e/b\"")
                        .json()
                        .path("detail")
                        .asText())
                .contains("path");
        assertThat(proxied("none", "").status()).isEqualTo(404);
        assertThat(proxied(id, ", \"path\": \"/status/418\"")
                        .json()
                        .path("status_code")
                        .asInt())
                .isEqualTo(418);
        delete(id);
        Http.Answer made = Http.post(
                targets(), "{\"name\": \"own\", \"base_url\": \"" + coordinator.url() + "\", \"timeout\": 5}");
        String own = made.json().path("id").asText();
        Http.Answer refused = proxied(own, "");
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json().path("type").asText()).endsWith("/egress-denied");
        assertThat(refused.headers().firstValue("Proxy-Status")).isPresent();
        delete(own);
        Http.post(targets(), "{\"name\": \"closed\", \"base_url\": \"http://127.0.0.1:1\"}");
        Http.Answer closed =
                Http.post(coordinator.url() + "/api/proxy/request", "{\"target\": \"closed\", \"path\": \"/\"}");
        assertThat(closed.status()).isEqualTo(502);
        assertThat(closed.json().path("type").asText()).endsWith("/target-connect");
        for (JsonNode item : Http.get(targets()).json().path("items")) {
            if (item.path("name").asText().equals("closed")) {
                delete(item.path("id").asText());
            }
        }
    }

    @Test
    void aSlowTargetIsGivenUpAtItsTimeout() {
        String id = create("slow", "direct", ", \"timeout\": 0.3");
        Http.Answer answer = proxied(id, ", \"path\": \"/delay/20000\"");
        assertThat(answer.status()).as(answer.body()).isEqualTo(504);
        assertThat(answer.json().path("type").asText()).endsWith("/target-timeout");
        delete(id);
    }
}
