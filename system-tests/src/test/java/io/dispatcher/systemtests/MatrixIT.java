package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One request from everywhere: four agents with sixteen addresses each, and a target that answers by where it is asked from. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MatrixIT {
    private static final int AGENTS = 4;
    private static final int ADDRESSES = 16;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        target = processes.target();
        coordinator = processes.coordinator();
        for (int agent = 0; agent < AGENTS; agent++) {
            List<String> options = new ArrayList<>();
            for (int address = 0; address < ADDRESSES; address++) {
                options.add("--address");
                options.add(address(agent, address));
            }
            options.add("--label");
            options.add("half=" + (agent % 2 == 0 ? "even" : "odd"));
            processes.agent(coordinator, "agent-" + agent, options.toArray(String[]::new));
        }
    }

    private static String address(int agent, int number) {
        return "127.0." + (agent + 1) + "." + (number + 1);
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    private List<JsonNode> rows(String path, String more) {
        Http.Answer answer = Http.post(
                coordinator.url() + "/api/execute/matrix", "{\"url\": \"" + target.url() + path + "\"" + more + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.body()
                .lines()
                .map(line -> new Http.Answer(200, answer.headers(), line).json())
                .toList();
    }

    @Test
    void everyCellIsAttributedToItsAgentAndAddress() {
        for (int round = 0; round < 5; round++) {
            List<JsonNode> rows = rows("/whoami", ", \"from\": [\"*\"], \"addresses\": \"each\"");
            assertThat(rows).hasSize(AGENTS * ADDRESSES + 1);
            Set<String> cells = new HashSet<>();
            for (JsonNode row : rows.subList(0, AGENTS * ADDRESSES)) {
                assertThat(row.path("type").asText()).as(row.toString()).isEqualTo("result");
                String source = row.path("source_address").asText();
                assertThat(row.path("result").path("body").asText()).contains(source);
                assertThat(row.path("result").path("agent_id")).isEqualTo(row.path("agent_id"));
                assertThat(source)
                        .startsWith("127.0."
                                + (Integer.parseInt(
                                                row.path("agent_id").asText().substring("agent-".length()))
                                        + 1)
                                + ".");
                cells.add(source);
            }
            assertThat(cells).hasSize(AGENTS * ADDRESSES);
            JsonNode summary = rows.get(AGENTS * ADDRESSES);
            assertThat(summary.path("type").asText()).isEqualTo("summary");
            assertThat(StreamSupport.stream(summary.path("groups").spliterator(), false)
                            .mapToInt(group -> group.path("members").size())
                            .sum())
                    .isEqualTo(AGENTS * ADDRESSES);
            assertThat(summary.path("timings").path("slowest").path("total_ms").asDouble())
                    .isPositive();
        }
    }

    @Test
    void equalAnswersAreOneGroup() {
        List<JsonNode> rows = rows("/echo/same", "");
        assertThat(rows).hasSize(AGENTS + 1);
        JsonNode summary = rows.get(AGENTS);
        assertThat(summary.path("groups")).hasSize(1);
        assertThat(summary.path("groups").get(0).path("members")).hasSize(AGENTS);
        assertThat(summary.path("groups").get(0).path("status_code").asInt()).isEqualTo(200);
        assertThat(summary.path("groups").get(0).path("body_sha256").asText()).hasSize(64);
        assertThat(summary.path("differences")).isEmpty();
    }

    @Test
    void whatDiffersIsNamed() {
        JsonNode summary =
                rows("/whoami", ", \"from\": [\"agent-0\", \"agent-1\"]").get(2);
        assertThat(summary.path("groups")).hasSize(2);
        assertThat(summary.path("differences")).hasSize(1);
        assertThat(summary.path("differences").get(0).path("in").toString()).contains("body");
    }

    @Test
    void labelsChooseAmongAll() {
        List<JsonNode> rows = rows("/whoami", ", \"labels\": {\"half\": \"odd\"}");
        assertThat(rows).hasSize(3);
        assertThat(rows.subList(0, 2)).allMatch(row -> Set.of("agent-1", "agent-3")
                .contains(row.path("agent_id").asText()));
    }

    @Test
    void aFailureIsARowOfItsOwn() {
        List<JsonNode> rows = rows("/delay/5000", ", \"timeout\": 0.2, \"from\": [\"agent-2\"]");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).path("type").asText()).isEqualTo("problem");
        assertThat(rows.get(0).path("problem").path("type").asText()).endsWith("/target-timeout");
        assertThat(rows.get(1).path("groups").get(0).path("error").asText()).isEqualTo("target-timeout");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"agent_id\": \"agent-1\" | agent_id | 400",
                "\"addresses\": \"some\" | addresses | 400",
                "\"from\": [] | from | 400",
                "\"from\": [\"no such\"] | from | 400",
                "\"from\": [\"nobody\"] | nobody | 422",
                "\"labels\": {\"half\": \"none\"} | no agent | 503"
            })
    void badInputIsRefusedByName(String member, String named, int status) {
        Http.Answer answer = Http.post(
                coordinator.url() + "/api/execute/matrix", "{\"url\": \"" + target.url() + "/\", " + member + "}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("detail").asText()).contains(named);
    }

    @Test
    void eachCellIsInTheHistory() {
        rows("/echo/matrix-history", "");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(Http.get(coordinator.url() + "/api/history?url=matrix-history")
                                .json()
                                .path("items"))
                        .hasSize(AGENTS));
    }
}
