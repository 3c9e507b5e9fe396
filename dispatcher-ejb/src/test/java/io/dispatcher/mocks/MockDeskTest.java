package io.dispatcher.mocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dispatcher.dispatch.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MockDeskTest {
    private final MockParser parser = new MockParser(1_000);
    private final List<Mock> mocks = new ArrayList<>();
    private final MockStates states = new MockStates();
    private final HitCounts hits = new HitCounts();

    private String mock(String json) {
        try {
            String id = String.format("%04d", mocks.size());
            mocks.add(parser.parse(id, ("{" + json.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8)));
            return id;
        } catch (InvalidRequestException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private MockDesk desk() {
        MockSet set = MockSet.of(1, mocks);
        return new MockDesk(() -> set, hits, states, List.of());
    }

    private static MockRequest request(String method, String target, String body) {
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        return new MockRequest(
                method,
                path,
                mark < 0 ? null : target.substring(mark + 1),
                name -> name.equalsIgnoreCase("X-Kind") ? List.of("a", "b") : List.of(),
                body.getBytes(StandardCharsets.UTF_8));
    }

    private @Nullable String by(String method, String target, String body) {
        MockRequest request = request(method, target, body);
        MockDesk desk = desk();
        MockAnswer answer = desk.answer(desk.at(request.path()), request);
        return answer == null ? null : answer.mockId();
    }

    private String body(String target, String body) {
        MockRequest request = request("POST", target, body);
        MockDesk desk = desk();
        MockAnswer answer = desk.answer(desk.at(request.path()), request);
        return answer == null ? "none" : new String(answer.body(), StandardCharsets.UTF_8);
    }

    @Test
    void priorityGoesFirstThenWhatIsMostLiteralThenTheOldest() {
        String rest = mock("'path_pattern': '/a/**'");
        String named = mock("'path_pattern': '/a/{id}'");
        String literal = mock("'path_pattern': '/a/b'");
        mock("'path_pattern': '/a/b'");
        assertThat(by("GET", "/a/b", "")).isEqualTo(literal);
        assertThat(by("GET", "/a/c", "")).isEqualTo(named);
        assertThat(by("GET", "/a/c/d", "")).isEqualTo(rest);
        assertThat(by("GET", "/a", "")).isEqualTo(rest);
        String first = mock("'path_pattern': '/**', 'priority': 1");
        assertThat(by("GET", "/a/b", "")).isEqualTo(first);
        mock("'path_pattern': '/a/b', 'priority': 9, 'enabled': false");
        assertThat(by("GET", "/a/b", "")).isEqualTo(first);
    }

    @Test
    void ofTheProductsOwnRoutesNoWideMockTakesAny() {
        mock("'path_pattern': '/**', 'method': '*'");
        mock("'path_pattern': '/api/{a}/{b}', 'method': '*'");
        assertThat(by("GET", "/api/users/1", "")).isNotNull();
        assertThat(by("POST", "/api/execute", "")).isNull();
        assertThat(by("GET", "/api/agents/x", "")).isNull();
        assertThat(by("GET", "/t/up/x", "")).isNull();
        assertThat(by("GET", "/echo/x", "")).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/execute, true",
        "/api/agents/{id}, true",
        "/api/agents/one, true",
        "/t/x/**, true",
        "/t/**, true",
        "/api/users/{id}, false",
        "/api/{x}, false",
        "/**, false",
        "/echo/{x}, false",
        "/api/execute/other, false"
    })
    void aPatternThatSaysARouteIsReserved(String pattern, boolean reserved) throws Exception {
        assertThat(ReservedPaths.names(PathPattern.of(pattern))).isEqualTo(reserved);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'query': {'a': '1'}; /x?a=1; ; true",
                "'query': {'a': '1'}; /x?a=2&a=1; ; true",
                "'query': {'a': '1'}; /x?a=2; ; false",
                "'query': {'a': {'present': false}}; /x; ; true",
                "'query': {'a': {'present': false}}; /x?a; ; false",
                "'query': {'a': {'matches': '^[0-9]+$'}}; /x?a=12; ; true",
                "'query': {'a': 'b c'}; /x?a=b+c; ; true",
                "'headers': {'x-kind': 'b'}; /x; ; true",
                "'headers': {'x-kind': {'contains': 'z'}}; /x; ; false",
                "'body': {'equals': 'hi'}; /x; hi; true",
                "'body': {'equals': {'a': 1.0}}; /x; {'a': 1}; true",
                "'body': {'equals': {'a': 1.0}}; /x; {'a': 2}; false",
                "'body': {'contains': 'ell'}; /x; hello; true",
                "'body': {'matches': 'h.*o'}; /x; hello; true",
                "'body': {'json': [{'path': '$.a[?@.b > 1]'}]}; /x; {'a': [{'b': 2}]}; true",
                "'body': {'json': [{'path': '$.a', 'equals': null}]}; /x; {'a': null}; true",
                "'body': {'json': [{'path': '$.a', 'exists': false}]}; /x; {'b': null}; true",
                "'body': {'json': [{'path': '$.a', 'matches': '^x'}]}; /x; {'a': 'xy'}; true",
                "'body': {'json': [{'path': '$.a'}]}; /x; no json; false"
            })
    void matchesByQueryHeadersAndBody(String match, String target, @Nullable String body, boolean fits) {
        mock("'path_pattern': '/x', 'method': '*', 'match': {" + match + "}");
        String sent = body == null ? "" : body.replace('\'', '"');
        assertThat(by("POST", target, sent) != null).isEqualTo(fits);
    }

    @Test
    void headGoesToGetAndTheOthersAreTold() {
        mock("'path_pattern': '/x', 'method': 'GET'");
        mock("'path_pattern': '/x', 'method': 'PUT'");
        assertThat(by("HEAD", "/x", "")).isNotNull();
        assertThat(desk().at("/x").allowed("POST")).isEqualTo("GET, HEAD, PUT");
        assertThat(desk().at("/x").allowed("GET")).isNull();
    }

    @Test
    void templatesTakeFromTheRequestAndEscapeForJson() {
        mock("'path_pattern': '/u/{id}', 'method': '*', 'template': true, 'body': '{{request.path.id}}|"
                + "{{request.path.0}}|{{request.query.q}}|{{request.headers.x-kind}}|{{request.body.$.a}}|{{number}}'");
        assertThat(body("/u/7?q=%22", "{\"a\": [1]}")).isEqualTo("7|u|\\\"|a|[1]|0");
        assertThat(body("/u/8", "")).isEqualTo("8|u||a||1");
    }

    @Test
    void aScenarioGoesFromStateToState() {
        String before = "'path_pattern': '/s', 'scenario': 'cart', ";
        String first = mock(before + "'required_state': 'started', 'next_state': 'full'");
        String second = mock(before + "'required_state': 'full', 'next_state': 'started'");
        assertThat(List.of(String.valueOf(by("GET", "/s", "")), String.valueOf(by("GET", "/s", ""))))
                .containsExactly(first, second);
        assertThat(by("GET", "/s", "")).isEqualTo(first);
        states.reset();
        assertThat(by("GET", "/s", "")).isEqualTo(first);
    }

    @Test
    void oneSeedStrikesTheSameAnswers() {
        Fault fault = new Fault(Fault.Kind.RESET, 0.3, 42, 503, 1);
        List<Long> struck = new ArrayList<>();
        for (long i = 0; i < 1_000; i++) {
            if (fault.strikes(i)) {
                struck.add(i);
            }
        }
        assertThat(struck).hasSizeBetween(230, 370);
        assertThat(struck.stream().allMatch(new Fault(Fault.Kind.SLOW, 0.3, 42, 500, 2)::strikes))
                .isTrue();
        assertThat(struck.stream().allMatch(new Fault(Fault.Kind.RESET, 0.3, 43, 503, 1)::strikes))
                .isFalse();
    }

    @Test
    void nearMissesSayWhyAndAreFew() {
        for (int i = 0; i < 20; i++) {
            mock("'path_pattern': '/a/" + i + "'");
        }
        String near = mock("'path_pattern': '/a/x', 'method': 'PUT', 'match': {'query': {'q': '1'}}");
        MockRequest request = request("POST", "/a/x", "");
        MockDesk desk = desk();
        List<NearMiss> misses = desk.nearMisses(desk.at("/a/x"), request);
        assertThat(misses).hasSize(NearMiss.MOST);
        assertThat(misses.get(0).mockId()).isEqualTo(near);
        assertThat(misses.get(0).reasons())
                .containsExactly("method is POST, wanted PUT", "query q is absent, wanted equal to 1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'path_pattern': 'a'",
                "'path_pattern': '/a/**/b'",
                "'path_pattern': '/{a}/{a}'",
                "'path_pattern': '/a?b'",
                "'path_pattern': '/{1}'",
                "'path_pattern': '/../a'",
                "'path_pattern': '/a', 'what': 1",
                "'path_pattern': '/a', 'status': 99",
                "'path_pattern': '/a', 'method': 'G T'",
                "'path_pattern': '/a', 'headers': {'Content-Length': '1'}",
                "'path_pattern': '/a', 'headers': {'A': 'b\\u000d\\u000a'}",
                "'path_pattern': '/a', 'delay_ms': -1",
                "'path_pattern': '/a', 'fault': {'kind': 'what'}",
                "'path_pattern': '/a', 'fault': {'kind': 'reset', 'rate': 2}",
                "'path_pattern': '/a', 'next_state': 'x'",
                "'path_pattern': '/a', 'template': true, 'body': '{{what}}'",
                "'path_pattern': '/a', 'template': true, 'body': '{{request.body.$[}}'",
                "'path_pattern': '/a', 'template': true, 'body': 'a{{'",
                "'path_pattern': '/a', 'match': {'query': {'a': {'matches': '('}}}",
                "'path_pattern': '/a', 'match': {'body': {'json': [{'path': '$['}]}}",
                "'path_pattern': '/a', 'match': {'what': 1}",
                "'path_pattern': '/a', 'body_base64': '?'"
            })
    void refusesWhatDoesNotFitByName(String json) {
        assertThatThrownBy(() -> mock(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(":");
    }

    @Test
    void aBodyThatIsTooLargeIsRefused() {
        assertThatThrownBy(() -> mock("'path_pattern': '/a', 'body': '" + "x".repeat(1_001) + "'"))
                .hasMessageContaining("max-mock-body-bytes");
    }

    @Test
    void whatIsStoredIsReadAgainAsItWas() throws Exception {
        mock("'path_pattern': '/a/{b}', 'method': 'post', 'body': {'x': 1}, 'template': true,"
                + " 'match': {'body': {'json': [{'path': '$.a', 'equals': null}]}}, 'fault': {'kind': 'slow'},"
                + " 'scenario': 's', 'next_state': 't', 'headers': {'A': ['1', '2']}");
        Mock mock = mocks.get(0);
        Mock again = parser.parse("0000", mock.definition().toString().getBytes(StandardCharsets.UTF_8));
        assertThat(again.definition()).isEqualTo(mock.definition());
        assertThat(again.stub().conditions()).isEqualTo(mock.stub().conditions());
    }

    @Property(tries = 1_000)
    void anyPatternIsOneOrIsRefusedAndAnyPathIsLookedFor(
            @ForAll("parts") String pattern, @ForAll("parts") String path) {
        try {
            mocks.clear();
            mock("'path_pattern': '/" + pattern.replace("\\", "\\\\").replace("\"", "\\\"") + "', 'method': '*'");
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("path_pattern");
            return;
        }
        boolean found = by("GET", "/" + path, "") != null;
        PathPattern parsed = mocks.get(0).stub().path();
        String[] segments = PathPattern.segments("/" + path);
        assertThat(found).isEqualTo(parsed.matches(segments) && !ReservedPaths.covers(segments));
    }

    @Property(tries = 1_000)
    void anyTemplateIsOneOrIsRefused(@ForAll("templates") String text) {
        try {
            Template template = Template.of(text, "body");
            template.render(request("GET", "/a/b?c=d", "{\"a\":1}"), PathPattern.of("/a/{id}"), 0, true);
        } catch (InvalidRequestException e) {
            assertThat(e.field()).isEqualTo("body");
        }
    }

    @Provide
    Arbitrary<String> parts() {
        return Arbitraries.of(
                        "a", "b", "/", "/", "{", "}", "*", "**", "{x}", ".", "..", "t/", "api", "execute", "é", "%")
                .list()
                .ofMaxSize(10)
                .map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> templates() {
        return Arbitraries.of(
                        "{{",
                        "}}",
                        "request",
                        ".",
                        "path",
                        "body",
                        "$",
                        "[",
                        "]",
                        "query",
                        "headers",
                        "0",
                        "id",
                        " ",
                        "uuid",
                        "now",
                        "x",
                        "\"",
                        "{",
                        "}",
                        "request.path.id",
                        "{{request.body.$..a}}")
                .list()
                .ofMaxSize(15)
                .map(list -> String.join("", list));
    }
}
