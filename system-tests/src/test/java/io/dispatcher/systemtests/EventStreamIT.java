package io.dispatcher.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.systemtests.JmsClient.Kind;
import io.dispatcher.systemtests.SseReader.Told;
import jakarta.jms.JMSConsumer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events over HTTP: parts of the log, and the stream of what happens. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EventStreamIT {
    private Processes processes;
    private RunningProcess coordinator;
    private ExecuteApi api;
    private int brokerPort;

    @BeforeAll
    void start(@TempDir Path directory) {
        processes = new Processes(directory);
        brokerPort = Processes.freePort();
        coordinator = processes.coordinator(
                "--broker-port",
                Integer.toString(brokerPort),
                "--event-heartbeat-secs",
                "0.2",
                "--event-buffer-size",
                "5");
        api = new ExecuteApi(coordinator);
    }

    @AfterAll
    void stop() {
        processes.close();
    }

    private String events(String rest) {
        return coordinator.url() + "/api/events/" + rest;
    }

    private JsonNode snapshot(String query) {
        Http.Answer answer = Http.get(events("snapshot" + query));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer.json();
    }

    private long last() {
        return snapshot("?since_id=999999999999").path("next_since_id").asLong();
    }

    /** So many events of requests that nobody can make. */
    private void happen(int events) {
        long before = last();
        for (int i = 0; i < events; i++) {
            api.execute("url", "http://127.0.0.1:1/" + i, "agent_id", "nobody");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> last() >= before + events);
    }

    private static Told event(SseReader reader) throws IOException {
        Told told = reader.next();
        while (told != null && told.type().equals(":")) {
            told = reader.next();
        }
        return told;
    }

    private static List<Long> numbers(SseReader reader, int events) throws IOException {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < events; i++) {
            numbers.add(event(reader).id());
        }
        return numbers;
    }

    private static List<Long> after(long first, int events) {
        List<Long> numbers = new ArrayList<>();
        for (int i = 1; i <= events; i++) {
            numbers.add(first + i);
        }
        return numbers;
    }

    @Test
    void aSnapshotIsTheLogAfterANumber() {
        happen(12);
        long last = last();
        JsonNode part = snapshot("?since_id=" + (last - 10) + "&limit=4");
        assertThat(part.path("gap").asBoolean()).isFalse();
        assertThat(part.path("next_since_id").asLong()).isEqualTo(last - 6);
        assertThat(part.path("events")).hasSize(4);
        JsonNode event = part.path("events").get(0);
        assertThat(event.path("id").asLong()).isEqualTo(last - 9);
        assertThat(event.path("type").asText()).isEqualTo("request.failed");
        assertThat(event.path("source").asText()).startsWith("/nodes/");
        assertThat(event.path("data").path("error").asText()).isEqualTo("no-matching-agent");
        assertThat(snapshot("").path("events").get(0).path("type").asText()).isEqualTo("node.started");
        assertThat(snapshot("?since_id=" + (last + 1_000)).path("gap").asBoolean())
                .isTrue();
        assertThat(Http.get(events("snapshot?limit=1001")).status()).isEqualTo(400);
        assertThat(Http.get(events("snapshot?since_id=x")).status()).isEqualTo(400);
        assertThat(Http.get(events("snapshot?colour=x")).status()).isEqualTo(400);
    }

    @Test
    void theStreamTellsWhatHappensFromNowOnAndThatItLives() throws Exception {
        happen(1);
        long last = last();
        try (SseReader reader = new SseReader(events("stream"), "")) {
            assertThat(reader.next().type()).isEqualTo(":");
            happen(3);
            assertThat(numbers(reader, 3)).isEqualTo(after(last, 3));
            assertThat(reader.next().type()).isEqualTo(":");
        }
    }

    @Test
    void whoComesBackMissesNothingAlsoWhatIsNotInMemoryAnyMore() throws Exception {
        happen(20);
        long from = last() - 18;
        try (SseReader reader = new SseReader(events("stream"), "Last-Event-ID: " + from + "\r\n")) {
            assertThat(numbers(reader, 18)).isEqualTo(after(from, 18));
            happen(2);
            assertThat(numbers(reader, 2)).isEqualTo(after(from + 18, 2));
        }
        try (SseReader reader = new SseReader(events("stream?since_id=" + from), "")) {
            Told first = event(reader);
            assertThat(first.id()).isEqualTo(from + 1);
            assertThat(first.type()).isEqualTo("request.failed");
            assertThat(first.data()).contains("\"id\":" + (from + 1));
        }
    }

    @Test
    void aNumberOfAnotherLogIsAGap() throws Exception {
        happen(1);
        try (SseReader reader = new SseReader(events("stream?since_id=" + (last() + 100)), "")) {
            assertThat(event(reader).type()).isEqualTo("gap");
        }
    }

    @Test
    void theTopicHasTheSameNumbers() throws Exception {
        try (JmsClient client = new JmsClient(Kind.ARTEMIS, brokerPort, "", "");
                SseReader reader = new SseReader(events("stream"), "")) {
            JMSConsumer topic = client.context.createConsumer(client.context.createTopic("dispatcher.events"));
            happen(3);
            for (int i = 0; i < 3; i++) {
                Told told = event(reader);
                JsonNode onTopic = JmsClient.json(JmsClient.next(topic));
                assertThat(onTopic.path("id").asText()).isEqualTo(Long.toString(told.id()));
                assertThat(onTopic.path("type").asText()).isEqualTo("io.dispatcher." + told.type());
            }
        }
    }

    @Test
    void theCommandShowsThemAndFollows() throws Exception {
        happen(2);
        FinishedProcess shown =
                processes.run("events", "--limit", "2", "--type", "request.*", "--coordinator-url", coordinator.url());
        assertThat(shown.code()).isZero();
        assertThat(shown.out()).contains("request.failed", "error=no-matching-agent");
        long last = last();
        RunningProcess following = processes.start(
                Map.of(),
                "events",
                "--follow",
                "--json",
                "--since-id",
                Long.toString(last - 1),
                "--coordinator-url",
                coordinator.url());
        following.awaitLine("{\"id\":" + last + ",", Duration.ofSeconds(20));
        happen(1);
        following.awaitLine("{\"id\":" + (last + 1) + ",", Duration.ofSeconds(20));
        following.kill();
    }

    @Test
    void whereLiveEventsAreSwitchedOffTheirPathsSaySo() {
        RunningProcess off = processes.coordinator("--no-enable-live-events");
        for (String path : new String[] {"snapshot", "stream"}) {
            Http.Answer answer = Http.get(off.url() + "/api/events/" + path);
            assertThat(answer.status()).isEqualTo(404);
            assertThat(Http.problemType(answer.body())).isEqualTo("feature-disabled");
        }
        off.stop();
    }
}
