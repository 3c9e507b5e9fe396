package io.dispatcher.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.protocol.HeaderField;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExecuteRequestParserTest {
    private static final int MAX_BODY = 1_000;
    private final ExecuteRequestParser parser = new ExecuteRequestParser(SelectionStrategy.ROUND_ROBIN, MAX_BODY);

    @Test
    void onlyTheUrlIsRequiredAndTheRestHasTheContractsDefaults() throws Exception {
        ExecuteRequest request = parse("{'url': 'https://api.example.com/data?q=1'}");
        assertThat(request.uri().toString()).isEqualTo("https://api.example.com/data?q=1");
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.headers()).isEmpty();
        assertThat(request.body()).isEmpty();
        assertThat(request.timeout()).isEqualTo(30.0);
        assertThat(request.ttl()).isEqualTo(30.0);
        assertThat(request.followRedirects()).isTrue();
        assertThat(request.verifyTls()).isTrue();
        assertThat(request.maxResponseBytes()).isEqualTo(10_485_760);
        assertThat(request.redeliver()).isFalse();
        assertThat(request.selection().strategy()).isEqualTo(SelectionStrategy.ROUND_ROBIN);
        assertThat(request.selection().pinned()).isFalse();
    }

    @Test
    void nullMeansTheDefault() throws Exception {
        ExecuteRequest request =
                parse("{'url': 'http://a/', 'method': null, 'headers': null, 'timeout': null, 'ttl': null}");
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.timeout()).isEqualTo(30.0);
    }

    @Test
    void aStringBodyGoesAsItIsAndAnyOtherAsJson() throws Exception {
        assertThat(parse("{'url': 'http://a/', 'body': 'plain'}").body())
                .asString()
                .isEqualTo("plain");
        ExecuteRequest json = parse("{'url': 'http://a/', 'body': {'a': [1, true]}}");
        assertThat(json.body()).asString().isEqualTo("{\"a\":[1,true]}");
        assertThat(json.headers()).containsExactly(new HeaderField("Content-Type", "application/json"));
        ExecuteRequest typed = parse("{'url': 'http://a/', 'body': [1], 'headers': {'content-type': 'text/x'}}");
        assertThat(typed.headers()).containsExactly(new HeaderField("content-type", "text/x"));
        assertThat(parse("{'url': 'http://a/', 'body_base64': 'AAEC'}").body()).containsExactly(0, 1, 2);
    }

    @Test
    void headerListsKeepTheirOrder() throws Exception {
        assertThat(parse("{'url': 'http://a/', 'headers': {'A': ['1', '2'], 'B': 'x'}}")
                        .headers())
                .containsExactly(new HeaderField("A", "1"), new HeaderField("A", "2"), new HeaderField("B", "x"));
    }

    @Test
    void addressesAreTakenInAnyFormAndKeptInTheCanonicalOne() throws Exception {
        assertThat(parse("{'url': 'http://a/', 'source_address': '2001:DB8:0::1'}")
                        .selection()
                        .sourceAddress())
                .isEqualTo("2001:db8::1");
        assertThat(parse("{'url': 'http://a/', 'labels': {'region': 'eu'}}")
                        .selection()
                        .labels())
                .isEqualTo(Map.of("region", "eu"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{};url",
                "{'url': ''};url",
                "{'url': 7};url",
                "{'url': 'ftp://a/'};url",
                "{'url': 'http://'};url",
                "{'url': 'http://a:70000/'};url",
                "{'url': 'http://user:pw@a/'};url",
                "{'url': 'http://a/ b'};url",
                "{'url': 'http://a/', 'nonsense': 1};nonsense",
                "{'url': 'http://a/', 'method': 'G T'};method",
                "{'url': 'http://a/', 'method': 'CONNECT'};method",
                "{'url': 'http://a/', 'method': 5};method",
                "{'url': 'http://a/', 'headers': []};headers",
                "{'url': 'http://a/', 'headers': {'X': 1}};headers.X",
                "{'url': 'http://a/', 'headers': {'X': 'a\\r\\nY: b'}};headers.X",
                "{'url': 'http://a/', 'headers': {'X Y': 'a'}};headers",
                "{'url': 'http://a/', 'body': 'a', 'body_base64': 'AA=='};body_base64",
                "{'url': 'http://a/', 'body_base64': '***'};body_base64",
                "{'url': 'http://a/', 'timeout': 'x'};timeout",
                "{'url': 'http://a/', 'timeout': 0};timeout",
                "{'url': 'http://a/', 'timeout': -1};timeout",
                "{'url': 'http://a/', 'timeout': 1e9};timeout",
                "{'url': 'http://a/', 'ttl': false};ttl",
                "{'url': 'http://a/', 'agent_id': 'a b'};agent_id",
                "{'url': 'http://a/', 'source_address': 'fd00::/64'};source_address",
                "{'url': 'http://a/', 'source_address': '*'};source_address",
                "{'url': 'http://a/', 'source_address': ''};source_address",
                "{'url': 'http://a/', 'labels': {'a b': 'c'}};labels",
                "{'url': 'http://a/', 'labels': {'a': 1}};labels",
                "{'url': 'http://a/', 'strategy': 'best'};strategy",
                "{'url': 'http://a/', 'strategy': 'sticky'};session",
                "{'url': 'http://a/', 'follow_redirects': 'yes'};follow_redirects",
                "{'url': 'http://a/', 'verify_tls': 1};verify_tls",
                "{'url': 'http://a/', 'max_response_bytes': 1.5};max_response_bytes",
                "{'url': 'http://a/', 'max_response_bytes': -1};max_response_bytes",
                "{'url': 'http://a/', 'redeliver': 'no'};redeliver",
                "{'url': 'http://a/', 'ack_wait': 0};ack_wait",
            })
    void whatDoesNotFitIsNamed(String json, String field) {
        InvalidRequestException refused = catchThrowableOfType(InvalidRequestException.class, () -> parse(json));
        assertThat(refused).as(json).isNotNull();
        assertThat(refused.field()).isEqualTo(field);
        assertThat(refused.failure().type()).isEqualTo(FailureType.INVALID_REQUEST);
    }

    @Test
    void aBodyOverTheLimitIsTooLargeNotInvalid() {
        InvalidRequestException refused = catchThrowableOfType(
                InvalidRequestException.class,
                () -> parse("{'url': 'http://a/', 'body': '" + "x".repeat(MAX_BODY + 1) + "'}"));
        assertThat(refused.failure().type()).isEqualTo(FailureType.PAYLOAD_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''",
                "[]",
                "null",
                "1",
                "'{'",
                "{'url': 'http://a/'} x",
                "{'url': 'http://a/', 'url': 'http://b/'}"
            })
    void whatIsNoJsonObjectIsRefused(String json) {
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> parse(json)))
                .isNotNull();
    }

    @Test
    void deepNestingEndsBeforeTheStackDoes() {
        String deep = "{'url': 'http://a/', 'body': " + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        assertThat(catchThrowableOfType(InvalidRequestException.class, () -> parse(deep)))
                .isNotNull();
    }

    @Property
    void randomBytesAreARequestOrAnInvalidRequest(@ForAll @Size(max = 300) byte[] bytes) {
        try {
            assertThat(parser.parse(bytes)).isNotNull();
        } catch (InvalidRequestException e) {
            assertThat(e.failure().detail())
                    .isNotBlank()
                    .doesNotContain("Exception")
                    .doesNotContain("com.fasterxml");
        }
    }

    @Property
    void oneChangedByteIsARequestOrAnInvalidRequest(@ForAll int at, @ForAll byte value) {
        byte[] bytes =
                ("{\"url\": \"http://a.example/x?y=z\", \"method\": \"POST\", \"headers\": {\"A\": [\"b\", \"c\"]},"
                                + " \"body\": {\"k\": 1.5e3}, \"timeout\": 2.5, \"labels\": {\"a\": \"b\"}}")
                        .getBytes(StandardCharsets.UTF_8);
        bytes[Math.floorMod(at, bytes.length)] = value;
        randomBytesAreARequestOrAnInvalidRequest(bytes);
    }

    private ExecuteRequest parse(String json) throws InvalidRequestException {
        return parser.parse(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }
}
