package io.dispatcher.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.dispatch.DispatchRecord.Hop;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.history.JournalBytes;
import io.dispatcher.history.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the log tells of requests through tunnels. */
class TunnelHopsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Of "four" and "hello". */
    private static final String FOUR = "04efaf080f5a3e74e1c29d1ca6a48569382cbbcd324e8d59d2b83ef21c039f00";

    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
    private static final String[] REQUEST = {
        "client_id", "client_req_id", "client_req_ttl", "upstream_target", "method", "url", "headers", "body"
    };
    private static final String[] BROKER = {
        "broker_id", "broker_req_id", "broker_req_ttl", "upstream_id", "upstream_req_id", "upstream_req_ttl"
    };

    private Instant now = NOON;
    private final EventFigures figures = new EventFigures();
    private final HopRate rate = new HopRate((InstantSource) () -> now, figures);

    private List<Event> events(Sample... samples) {
        try {
            Batch batch = new JournalMessage(1, JournalBytes.of(UUID.randomUUID(), samples))
                    .batches()
                    .get(0);
            return EventBlock.of(batch, Set.of(), rate, 101).read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Hop hop(String name, double atMs, String detail) {
        return new Hop(name, atMs, detail);
    }

    private static Sample answered() {
        return Sample.at(NOON)
                .tunnel(
                        "u-1",
                        hop("queued", 0.2, "agent-01"),
                        hop("handed", 1, "agent-01"),
                        hop("acknowledged", 3, "u-1"),
                        hop("answered", 5.1, null));
    }

    private static List<String> types(List<Event> events) {
        return events.stream().map(Event::type).toList();
    }

    private static JsonNode data(List<Event> events, String type) {
        Event event = events.stream()
                .filter(one -> one.type().equals("tunnel." + type))
                .findFirst()
                .orElseThrow();
        try {
            return JSON.readTree(event.data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anAnsweredRequestIsItsHopsAndItsEndInARowOfNumbers() {
        List<Event> events = events(answered(), Sample.at(NOON));
        assertThat(types(events))
                .containsExactly(
                        "tunnel.client_request",
                        "tunnel.client_request_ack",
                        "tunnel.broker_request",
                        "tunnel.broker_request_ack",
                        "tunnel.upstream_response",
                        "tunnel.broker_response",
                        "request.completed",
                        "request.completed");
        assertThat(events).extracting(Event::number).containsExactly(101L, 102L, 103L, 104L, 105L, 106L, 107L, 108L);
        assertThat(events)
                .extracting(event -> Duration.between(NOON, event.time()).toMillis())
                .startsWith(0L, 0L, 1L, 3L, 5L, 5L);
        assertThat(events).extracting(Event::source).containsOnly("/nodes/node-1");
    }

    @Test
    void theRequestIsTold() {
        Sample sample = answered();
        List<Event> events = events(sample);
        JsonNode first = data(events, "client_request");
        assertThat(first.fieldNames()).toIterable().contains(REQUEST).doesNotContain(BROKER);
        JsonNode all = data(events, "broker_request");
        assertThat(all.fieldNames()).toIterable().contains(REQUEST).contains(BROKER);
        assertThat(all.path("request_id").asText()).isEqualTo(sample.id().toString());
        assertThat(all.path("client_id").asText()).isEqualTo("laptop");
        assertThat(all.path("client_req_id").asText()).isEqualTo("c-1");
        assertThat(all.path("client_req_ttl").asDouble()).isEqualTo(90);
        assertThat(all.path("upstream_target").asText()).isEqualTo("shop");
        assertThat(all.path("method").asText()).isEqualTo("POST");
        assertThat(all.path("url").asText()).isEqualTo("upstream://shop/buy?x=1");
        assertThat(all.at("/headers/accept/0").asText()).isEqualTo("application/json");
        assertThat(all.at("/headers/authorization/0").asText()).isEqualTo("[redacted]");
        assertThat(all.at("/body/size").asInt()).isEqualTo(4);
        assertThat(all.at("/body/sha256").asText()).isEqualTo(FOUR);
        assertThat(all.path("broker_id").asText()).isEqualTo("node-1");
        assertThat(all.path("broker_req_id").asText()).isEqualTo(sample.id().toString());
        assertThat(all.path("broker_req_ttl").asDouble()).isEqualTo(60);
        assertThat(all.path("upstream_id").asText()).isEqualTo("agent-01");
        assertThat(all.path("upstream_req_id").asText()).isEqualTo("u-1");
        assertThat(all.path("upstream_req_ttl").asDouble()).isEqualTo(59.998);
        assertThat(events.toString()).doesNotContain("secret");
    }

    @Test
    void acknowledgementsAndAnswersNameTheHopsBefore() {
        Sample sample = answered().status(201);
        List<Event> events = events(sample);
        assertThat(data(events, "client_request_ack").path("client_req_id").asText())
                .isEqualTo("c-1");
        assertThat(data(events, "client_request_ack").path("broker_req_id").asText())
                .isEqualTo(sample.id().toString());
        assertThat(data(events, "broker_request_ack").path("broker_req_id").asText())
                .isEqualTo(sample.id().toString());
        assertThat(data(events, "broker_request_ack").path("upstream_req_id").asText())
                .isEqualTo("u-1");
        for (String type : List.of("upstream_response", "broker_response")) {
            JsonNode response = data(events, type);
            assertThat(response.path("client_req_id").asText()).isEqualTo("c-1");
            assertThat(response.path("broker_req_id").asText())
                    .isEqualTo(sample.id().toString());
            assertThat(response.path("upstream_req_id").asText()).isEqualTo("u-1");
            assertThat(response.path("status_code").asInt()).isEqualTo(201);
            assertThat(response.at("/headers/content-type/0").asText()).isEqualTo("text/plain");
            assertThat(response.at("/body/size").asInt()).isEqualTo(5);
            assertThat(response.at("/body/sha256").asText()).isEqualTo(HELLO);
            assertThat(response.has("request_body")).isFalse();
        }
    }

    @Test
    void ofAStreamedBodyTheSizeIsToldWhenItHasPassed() {
        Sample streamed = Sample.at(NOON)
                .tunnel(
                        "u-1",
                        hop("queued", 0, "agent-01"),
                        hop("handed", 1, "agent-01"),
                        hop("acknowledged", 2, "u-1"),
                        hop("answering", 3, "agent-01"),
                        hop("answered", 5.1, null))
                .upload(1_000_000)
                .download(2_000_000);
        List<Event> events = events(streamed);
        for (String early : List.of("client_request", "broker_request", "upstream_response")) {
            assertThat(data(events, early).at("/body/size").isNull()).as(early).isTrue();
            assertThat(data(events, early).at("/body/sha256").isNull())
                    .as(early)
                    .isTrue();
        }
        JsonNode last = data(events, "broker_response");
        assertThat(last.at("/body/size").asLong()).isEqualTo(2_000_000);
        assertThat(last.at("/body/sha256").isNull()).isTrue();
        assertThat(last.at("/request_body/size").asLong()).isEqualTo(1_000_000);
        assertThat(events.get(4).time()).isEqualTo(NOON.plusMillis(3));
        JsonNode cut =
                data(events(Sample.at(NOON).tunnel(null).upload(-1).failed(FailureType.CANCELLED)), "broker_error");
        assertThat(cut.at("/request_body/size").isNull()).isTrue();
    }

    @Test
    void aNameThatNobodyClaimsIsNoBrokersRequest() {
        List<Event> events = events(Sample.at(NOON)
                .tunnel(null, hop("queued", 0, "dispatcher.upstream.shop"), hop("answered", 5.1, "no-upstream"))
                .failed(FailureType.NO_UPSTREAM));
        assertThat(types(events))
                .containsExactly(
                        "tunnel.client_request", "tunnel.client_request_ack", "tunnel.broker_error", "request.failed");
        JsonNode error = data(events, "broker_error");
        assertThat(error.path("client_req_id").asText()).isEqualTo("c-1");
        assertThat(error.at("/error/type").asText()).isEqualTo("/problems/no-upstream");
        assertThat(error.at("/error/status").asInt()).isEqualTo(503);
        assertThat(error.at("/error/detail").asText()).isEqualTo("it did not work");
    }

    @Test
    void whatWasRefusedAtOnceWasNotAcknowledged() {
        assertThat(types(events(Sample.at(NOON)
                        .tunnel(null, hop("answered", 0, "unknown-upstream"))
                        .failed(FailureType.UNKNOWN_UPSTREAM))))
                .containsExactly("tunnel.client_request", "tunnel.broker_error", "request.failed");
    }

    @Test
    void anAgentThatDoesNotAcknowledgeHasNoId() {
        List<Event> events = events(Sample.at(NOON)
                .tunnel(null, hop("queued", 0, "agent-01"), hop("handed", 1, "agent-01"))
                .failed(FailureType.ACK_TIMEOUT));
        assertThat(types(events))
                .containsExactly(
                        "tunnel.client_request",
                        "tunnel.client_request_ack",
                        "tunnel.broker_request",
                        "tunnel.broker_error",
                        "request.failed");
        JsonNode request = data(events, "broker_request");
        assertThat(request.fieldNames()).toIterable().contains(BROKER);
        assertThat(request.path("upstream_id").asText()).isEqualTo("agent-01");
        assertThat(request.path("upstream_req_id").isNull()).isTrue();
        assertThat(request.path("upstream_req_ttl").isNull()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"REPLY_TIMEOUT", "AGENT_LOST", "UPSTREAM_CONNECT", "UPSTREAM_IO"})
    void onlyWhatTheAgentToldIsAnUpstreamsError(FailureType type) {
        List<Event> events = events(Sample.at(NOON)
                .tunnel(
                        "u-1",
                        hop("queued", 0, "agent-01"),
                        hop("handed", 1, "agent-01"),
                        hop("acknowledged", 2, "u-1"))
                .failed(type));
        boolean told = type.source() == FailureType.Source.UPSTREAM;
        List<String> expected = new ArrayList<>(List.of(
                "tunnel.client_request",
                "tunnel.client_request_ack",
                "tunnel.broker_request",
                "tunnel.broker_request_ack"));
        if (told) {
            expected.add("tunnel.upstream_error");
            JsonNode error = data(events, "upstream_error");
            assertThat(error.path("broker_req_id").asText()).isNotEmpty();
            assertThat(error.path("upstream_req_id").asText()).isEqualTo("u-1");
            assertThat(error.at("/error/type").asText()).isEqualTo("/problems/" + type.tag());
        }
        expected.add("tunnel.broker_error");
        expected.add("request.failed");
        assertThat(types(events)).isEqualTo(expected);
    }

    @Test
    void eachAgentThatHadItIsABrokersRequest() {
        List<Event> events = events(Sample.at(NOON)
                .tunnel(
                        "u-2",
                        hop("queued", 0, "agent-01"),
                        hop("handed", 1, "agent-01"),
                        hop("acknowledged", 2, "u-1"),
                        hop("agent lost", 3, "agent-01"),
                        hop("requeued", 3, "agent lost"),
                        hop("queued", 3, "agent-02"),
                        hop("handed", 4, "agent-02"),
                        hop("acknowledged", 4, "remembered by agent-02")));
        List<JsonNode> requests = new ArrayList<>();
        for (Event event : events) {
            if (event.type().startsWith("tunnel.broker_request")) {
                requests.add(data(List.of(event), event.type().substring("tunnel.".length())));
            }
        }
        assertThat(requests)
                .extracting(request -> request.path("upstream_req_id").asText())
                .containsExactly("u-1", "u-1", "u-2", "u-2");
        assertThat(types(events)).containsOnlyOnce("tunnel.client_request_ack");
    }

    @Test
    void aboveTheRateHopsAreAHoleAndEndsAreNot() {
        Sample[] many = new Sample[HopRate.REQUESTS_PER_SECOND + 2];
        for (int i = 0; i < many.length; i++) {
            many[i] = answered();
        }
        List<Event> events = events(many);
        assertThat(types(events)).filteredOn("request.completed"::equals).hasSize(many.length);
        assertThat(types(events)).filteredOn("tunnel.broker_response"::equals).hasSize(HopRate.REQUESTS_PER_SECOND);
        long last = events.get(events.size() - 1).number();
        assertThat(last).isEqualTo(100 + 7L * many.length);
        assertThat(events.get(events.size() - 2).number()).isEqualTo(last - 7);
        assertThat(figures.leftOut()).isEqualTo(2 * HopRate.USUAL_HOPS);
        now = now.plusMillis(100);
        assertThat(events(answered())).hasSize(7);
    }
}
