package io.dispatcher.monitor.model;

import static io.dispatcher.monitor.Boards.completed;
import static io.dispatcher.monitor.Boards.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class RecentTest {
    private final Recent recent = new Recent();

    @Test
    void aRequestThatIsListedAndToldIsThereOnce() {
        recent.happened(completed(1, "a", "12:00:00", "http://x/1"));
        recent.listed(
                json("[{'id': 'b', 'time': '2026-11-22T12:00:01Z'}, {'id': 'a', 'time': '2026-11-22T12:00:00Z'}]"));

        assertThat(recent.newestFirst())
                .extracting(item -> item.path("id").asText())
                .containsExactly("b", "a");
    }

    @Test
    void whatIsListedLaterButHappenedEarlierStandsBelow() {
        recent.happened(completed(1, "new", "12:00:09", "http://x/1"));
        recent.listed(json("[{'id': 'old', 'time': '2026-11-22T12:00:01Z'}]"));

        assertThat(recent.newestFirst())
                .extracting(item -> item.path("id").asText())
                .containsExactly("new", "old");
    }

    @Test
    void anEventsTimeBecomesWhenTheRequestBegan() {
        recent.happened(completed(1, "a", "12:00:00", "http://x/1"));

        assertThat(recent.newestFirst().get(0).path("time").asText()).isEqualTo("2026-11-22T12:00:00Z");
    }

    @Test
    void aLateAnswerCorrectsWhatIsKnown() {
        recent.listed(json("[{'id': 'a', 'url': 'http://x/', 'status_code': null, 'error': 'agent-lost'}]"));
        recent.happened(json("{'id': 2, 'type': 'request.corrected', 'data': {'request_id': 'a', 'status_code': 200,"
                + " 'error': null, 'agent_id': 'fra-1', 'source_address': null}}"));

        JsonNode item = recent.newestFirst().get(0);
        assertThat(Recent.failed(item)).isFalse();
        assertThat(item.path("url").asText()).isEqualTo("http://x/");
    }

    @Test
    void otherEventsAreNotRequests() {
        assertThat(recent.happened(json("{'id': 3, 'type': 'agent.connected', 'data': {'agent_id': 'fra-1'}}")))
                .isFalse();
    }

    @Test
    void theOldestGoesWhenThereAreTooMany() {
        for (int i = 0; i < Recent.MOST + 5; i++) {
            recent.happened(completed(i, "r" + i, "12:00:00", "http://x/" + i));
        }

        assertThat(recent.newestFirst()).hasSize(Recent.MOST);
        assertThat(recent.newestFirst())
                .noneMatch(item -> item.path("id").asText().equals("r4"));
    }
}
