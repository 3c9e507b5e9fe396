package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Turns as the target sees them. Any address of 127.0.0.0/8 can be bound without privileges. */
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundRobinIT {
    private static final String WHOAMI = "/whoami";

    private Processes processes;
    private RunningProcess target;
    private RunningProcess coordinator;

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        target = processes.target();
        coordinator = processes.coordinator();
    }

    /** Turns are taken over all agents there are. */
    @AfterEach
    void removeAgents() {
        await().until(() -> new ExecuteApi(coordinator).removeAgents().isEmpty());
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    @Test
    void threeAddressesGetExactlyAThirdEachAtConcurrency32() throws Exception {
        processes.agent(coordinator, "a", "--address", "127.0.0.2", "--address", "127.0.0.3");
        processes.agent(coordinator, "b", "--address", "127.0.0.4");

        List<String> inTurn = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            inTurn.add(execute().path("source_address").asText());
        }
        assertThat(inTurn.subList(0, 3)).containsExactlyInAnyOrder("127.0.0.2", "127.0.0.3", "127.0.0.4");
        assertThat(inTurn.subList(3, 6)).isEqualTo(inTurn.subList(0, 3));

        Map<String, Integer> seen = new HashMap<>();
        Parallel.run(3_000, 32, i -> execute()).forEach(answer -> seen.merge(seenByTarget(answer), 1, Integer::sum));
        assertThat(seen).isEqualTo(Map.of("127.0.0.2", 1_000, "127.0.0.3", 1_000, "127.0.0.4", 1_000));
    }

    @Test
    void ofAThousandAddressesEachAnswerNamesTheOneItLeftFrom() {
        List<String> options = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            options.add("--address");
            options.add("127.7." + i / 200 + "." + (1 + i % 200));
        }
        processes.agent(coordinator, "many", options.toArray(String[]::new));

        Map<String, Integer> seen = new HashMap<>();
        Parallel.run(2_000, 32, i -> execute()).forEach(answer -> {
            assertThat(seenByTarget(answer))
                    .isEqualTo(answer.path("source_address").asText());
            seen.merge(seenByTarget(answer), 1, Integer::sum);
        });
        assertThat(seen).hasSize(1_000).allSatisfy((address, count) -> assertThat(count)
                .isEqualTo(2));
    }

    private JsonNode execute() {
        Http.Answer answer =
                Http.post(coordinator.url() + "/api/execute", "{\"url\": \"" + target.url() + WHOAMI + "\"}");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.json().path("status_code").asInt()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private static String seenByTarget(JsonNode answer) {
        String body = answer.path("body").asText();
        return new Http.Answer(200, null, body).json().path("remote_address").asText();
    }
}
