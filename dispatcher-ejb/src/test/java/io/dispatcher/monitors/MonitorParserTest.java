package io.dispatcher.monitors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.Redaction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonitorParserTest {
    static final MonitorParser PARSER =
            new MonitorParser(new ExecuteRequestParser(SelectionStrategy.ROUND_ROBIN, 1_000_000));

    static final String HTTP = "{\"name\":\"shop\",\"kind\":\"http\",\"request\":{\"url\":\"https://example.com/\","
            + "\"headers\":{\"Authorization\":\"Bearer s\",\"X-A\":\"b\"},\"timeout\":5},\"expect\":{\"status\":\"2xx\","
            + "\"body\":{\"contains\":\"a\",\"matches\":\"(b|c)+\"}},\"from\":[\"*\"],\"addresses\":\"each\","
            + "\"interval\":30,\"thresholds\":{\"duration_ms\":250,\"certificate_days\":21},"
            + "\"failures_before_down\":3,\"successes_before_up\":2,\"paused\":true}";
    static final String PING = "{\"name\":\"edge\",\"kind\":\"ping\",\"target\":\"192.0.2.1\",\"from\":[\"a\",\"b\"],"
            + "\"count\":10,\"timeout\":2,\"probe_interval\":0.1,\"size\":1000,\"family\":\"4\",\"interval\":10,"
            + "\"thresholds\":{\"loss_percent\":10,\"rtt_ms\":20.5}}";

    static MonitorSpec parse(String json) throws InvalidRequestException {
        return PARSER.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsLeftOutHasItsDefault() throws Exception {
        MonitorSpec ping = parse("{\"name\":\"a\",\"kind\":\"ping\",\"target\":\"example.com\"}");
        assertThat(ping.from()).isNull();
        assertThat(ping.intervalMs()).isEqualTo(60_000);
        assertThat(ping.failuresBeforeDown()).isEqualTo(2);
        assertThat(ping.check().longestMs()).isEqualTo(4 * 200 + 5_000);
        MonitorSpec http =
                parse("{\"name\":\"a\",\"kind\":\"http\",\"interval\":10,\"request\":{\"url\":\"http://a/\"}}");
        assertThat(http.from()).isEqualTo(List.of("*"));
        assertThat(http.thresholds().certificateDays()).isEqualTo(14);
        assertThat(((Check.Http) http.check()).request().timeout()).isEqualTo(10);
        assertThat(((Check.Http) http.check()).request().maxResponseBytes()).isEqualTo(1_048_576);
    }

    @Test
    void whatIsStoredIsReadBackAsItWas() throws Exception {
        for (String json : List.of(HTTP, PING)) {
            byte[] stored = MonitorJson.stored(parse(json));
            assertThat(MonitorJson.stored(PARSER.parse(stored))).isEqualTo(stored);
            assertThat(new String(stored, StandardCharsets.UTF_8))
                    .contains(json.contains("shop") ? "Bearer s" : "192.0.2.1");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | kind",
                "[] | must be a JSON object",
                "{\"kind\":\"tcp\"} | kind",
                "{\"kind\":\"ping\",\"target\":\"a\"} | name",
                "{\"kind\":\"ping\",\"name\":\"a b\",\"target\":\"a\"} | name",
                "{\"kind\":\"ping\",\"name\":\"a\"} | target",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a b\"} | target",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"state\":\"up\"} | state: unknown",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"request\":{}} | request: unknown",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"interval\":2} | interval",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"interval\":0} | interval",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"count\":101} | count",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"from\":[]} | from",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"addresses\":\"all\"} | addresses",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"thresholds\":{\"rtt\":1}} | thresholds.rtt",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"thresholds\":{\"duration_ms\":1}} | thresholds.duration_ms",
                "{\"kind\":\"ping\",\"name\":\"a\",\"target\":\"a\",\"failures_before_down\":0} | failures_before_down",
                "{\"kind\":\"http\",\"name\":\"a\"} | request",
                "{\"kind\":\"http\",\"name\":\"a\",\"request\":{\"url\":\"ftp://a\"}} | request.url",
                "{\"kind\":\"http\",\"name\":\"a\",\"request\":{\"url\":\"http://a\",\"agent_id\":\"b\"}} | request.agent_id",
                "{\"kind\":\"http\",\"name\":\"a\",\"request\":{\"url\":\"http://a\",\"timeout\":61}} | request.timeout",
                "{\"kind\":\"http\",\"name\":\"a\",\"request\":{\"url\":\"http://a\"},\"expect\":{\"status\":\"ok\"}} | expect.status",
                "{\"kind\":\"http\",\"name\":\"a\",\"request\":{\"url\":\"http://a\"},\"expect\":{\"body\":{\"matches\":\"(\"}}} | expect.body.matches",
                "{\"kind\":\"http\",\"name\":\"a\",\"request\":{\"url\":\"http://a\"},\"expect\":{\"body\":{\"matches\":\"(?=a)\"}}} | expect.body.matches",
                "{\"kind\":\"http\",\"name\":\"a\",\"request\":{\"url\":\"http://a\"},\"expect\":{\"body\":{\"matches\":\"((a{50}){50}){50}\"}}} | expect.body.matches",
                "{\"kind\":\"http\",\"name\":\"a\",\"request\":{\"url\":\"http://a\"},\"thresholds\":{\"loss_percent\":1}} | thresholds.loss_percent"
            })
    void whatDoesNotFitIsNamed(String json, String named) {
        assertThatThrownBy(() -> parse(json))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(named);
    }

    @Test
    void secretsAreNotShownAndStayWhenTheirMarkComesBack() throws Exception {
        MonitorSpec before = parse(HTTP);
        Monitor monitor = new Monitor(
                "1",
                before,
                null,
                false,
                java.time.Instant.EPOCH,
                MonitorState.UP,
                java.time.Instant.EPOCH,
                null,
                List.of());
        var shown = MonitorJson.shown(monitor);
        assertThat(shown.toString())
                .doesNotContain("Bearer s")
                .contains("[redacted]")
                .contains("\"X-A\":\"b\"");
        shown.retain("name", "kind", "request", "interval");
        MonitorJson.keepSecrets(shown, before);
        assertThat(new String(MonitorJson.stored(parse(shown.toString())), StandardCharsets.UTF_8))
                .contains("Bearer s");
    }

    @Test
    void secretsStayWhenTheirMarkComesBackAsAList() throws Exception {
        MonitorSpec before = parse(HTTP);
        JsonNode wanted = new ObjectMapper().readTree(MonitorJson.stored(before));
        ((ObjectNode) wanted.path("request").path("headers"))
                .putArray("Authorization")
                .add(Redaction.MARK);
        MonitorJson.keepSecrets(wanted, before);
        assertThat(new String(MonitorJson.stored(parse(wanted.toString())), StandardCharsets.UTF_8))
                .contains("Bearer s")
                .doesNotContain(Redaction.MARK);
    }

    @Test
    void secretsDoNotFollowToAnotherPlace() throws Exception {
        MonitorSpec before = parse(HTTP);
        JsonNode wanted = new ObjectMapper().readTree(MonitorJson.stored(before));
        ((ObjectNode) wanted.path("request")).put("url", "http://elsewhere.example/");
        ((ObjectNode) wanted.path("request").path("headers")).put("Authorization", Redaction.MARK);
        assertThatThrownBy(() -> MonitorJson.keepSecrets(wanted, before))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("request.headers.Authorization");
    }

    @Test
    void secretsDoNotFollowToOtherAgents() throws Exception {
        MonitorSpec before = parse(HTTP);
        JsonNode wanted = new ObjectMapper().readTree(MonitorJson.stored(before));
        ((ObjectNode) wanted.path("request").path("headers")).put("Authorization", Redaction.MARK);
        ((ObjectNode) wanted.path("request")).putObject("labels").put("mine", "yes");
        assertThatThrownBy(() -> MonitorJson.keepSecrets(wanted, before))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("request.headers.Authorization");
    }

    /** Whatever is sent is understood or refused by name, never anything else. */
    @Property(tries = 2_000)
    void hostileInputIsRefusedOrUnderstood(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] json = (random.nextBoolean() ? HTTP : PING).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            json[random.nextInt(json.length)] = (byte) random.nextInt(256);
        }
        try {
            MonitorSpec spec = PARSER.parse(json);
            assertThat(spec.intervalMs()).isBetween(1_000L, 86_400_000L);
            assertThat(PARSER.parse(MonitorJson.stored(spec)).name()).isEqualTo(spec.name());
        } catch (InvalidRequestException e) {
            assertThat(e.failure().type()).isEqualTo(FailureType.INVALID_REQUEST);
            assertThat(e.failure().detail()).isNotBlank();
        }
    }
}
