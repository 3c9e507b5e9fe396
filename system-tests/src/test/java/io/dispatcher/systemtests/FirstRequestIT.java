package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The shortest way through the whole product. */
@Timeout(180)
class FirstRequestIT {

    @TempDir
    Path directory;

    @Test
    void aRequestLeavesThroughTheAgentAndItsAnswerComesBack() {
        try (Processes processes = Processes.asDelivered(directory)) {
            RunningProcess target = processes.target();
            RunningProcess coordinator = processes.coordinator();
            processes.agent(coordinator, "one");

            Http.Answer answer =
                    Http.post(coordinator.url() + "/api/execute", "{\"url\": \"" + target.url() + "/echo/hello\"}");

            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            assertThat(answer.json().path("agent_id").asText()).isEqualTo("one");
            assertThat(answer.json().path("status_code").asInt()).isEqualTo(200);
            assertThat(answer.json().path("body").asText()).isEqualTo("hello");
        }
    }
}
