package io.dispatcher.jms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.ExecuteRequestParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/asyncapi.yaml} says what is there. */
class AsyncApiTest {
    private static JsonNode document;

    @BeforeAll
    static void read() throws Exception {
        document = new YAMLMapper().readTree(Path.of("../docs/asyncapi.yaml").toFile());
    }

    @Test
    void itsChannelsAreTheBrokersAddresses() {
        List<String> addresses = new ArrayList<>();
        document.path("channels")
                .forEach(channel -> addresses.add(channel.path("address").asText(null)));
        assertThat(addresses)
                .containsExactlyInAnyOrder(
                        BrokerAddresses.REQUESTS,
                        BrokerAddresses.EVENTS,
                        BrokerAddresses.EXPIRED,
                        BrokerAddresses.DEAD,
                        null);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<JsonNode> references = document.findValues("$ref");
        assertThat(references).hasSizeGreaterThan(10);
        for (JsonNode reference : references) {
            assertThat(document.at(reference.asText().substring(1)).isMissingNode())
                    .as(reference.asText())
                    .isFalse();
        }
    }

    @Test
    void itsExamplesAreRequests() throws Exception {
        ExecuteRequestParser parser = new ExecuteRequestParser(SelectionStrategy.ROUND_ROBIN, 1_000);
        JsonNode examples = document.at("/components/messages/execute/examples");
        assertThat(examples).hasSize(2);
        for (JsonNode example : examples) {
            byte[] json = new ObjectMapper().writeValueAsBytes(example.path("payload"));
            assertThat(parser.submission(json, DispatchKind.EXECUTE, false)
                            .request()
                            .uri())
                    .hasHost("api.example.com");
        }
    }

    @Test
    void itsHeadersAreOurs() {
        JsonNode messages = document.at("/components/messages");
        assertThat(messages.at("/execute/headers/properties").has(RequestReader.KEY))
                .isTrue();
        for (String reply : List.of("completed", "problem")) {
            assertThat(messages.path(reply).at("/headers/properties").has(Reply.REPLAYED))
                    .isTrue();
        }
        assertThat(messages.at("/execute/headers/properties").has(RequestReader.KIND))
                .isTrue();
        assertThat(messages.at("/dead/headers/properties").has(DeadLetters.REASON))
                .isTrue();
        assertThat(messages.at("/dead/headers/properties").has(DeadLetters.WAS_FOR))
                .isTrue();
        assertThat(messages.at("/completed/headers/properties").has(Reply.REQUEST_ID))
                .isTrue();
        List<String> statuses = new ArrayList<>();
        statuses.add(messages.at("/completed/headers/properties")
                .path(Reply.STATUS)
                .path("const")
                .asText());
        messages.at("/problem/headers/properties")
                .path(Reply.STATUS)
                .path("enum")
                .forEach(tag -> statuses.add(tag.asText()));
        assertThat(statuses).containsExactly("completed", "failed", "expired");
        for (Reply.Status status : Reply.Status.values()) {
            assertThat(statuses).contains(status.tag());
        }
    }
}
