package io.dispatcher.mocks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.InvalidRequestException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class MockParserTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final List<String> WORDS = List.of(
            "method",
            "path_pattern",
            "status",
            "headers",
            "body",
            "content_type",
            "delay_ms",
            "match",
            "query",
            "json",
            "path",
            "equals",
            "exists",
            "matches",
            "contains",
            "present",
            "template",
            "fault",
            "kind",
            "rate",
            "seed",
            "scenario",
            "next_state",
            "upstream",
            "reset",
            "/a/{b}",
            "$.a[?@.b]",
            "(",
            "{{request.path.b}}",
            "x");

    private final MockParser parser = new MockParser(1_000);

    /** Whatever comes out can be stored, read again, asked and answered. */
    @Property(tries = 1_000, edgeCases = EdgeCasesMode.NONE)
    void anyJsonIsAMockOrIsRefusedByName(@ForAll("objects") JsonNode json) {
        ((ObjectNode) json).put("path_pattern", "/a/{b}");
        Mock mock;
        try {
            mock = parser.parse("1", json);
        } catch (InvalidRequestException e) {
            assertThat(e).hasMessageMatching("(?s).+");
            return;
        }
        MockRequest request =
                new MockRequest("GET", "/a/b", "x=1", name -> List.of(), "{\"a\": 1}".getBytes(StandardCharsets.UTF_8));
        mock.stub().conditions().forEach(condition -> {
            condition.fits(request);
            assertThat(condition.why(request)).isNotEmpty();
        });
        MockAnswer.of(mock.stub(), request, 0);
        assertThat(again(mock).toString()).isEqualTo(mock.definition().toString()); // a number's Java type is nothing
    }

    private ObjectNode again(Mock mock) {
        try {
            return parser.parse("1", mock.definition().toString().getBytes(StandardCharsets.UTF_8))
                    .definition();
        } catch (InvalidRequestException e) {
            throw new AssertionError("stored, but not read again: " + mock.definition(), e);
        }
    }

    @Provide
    Arbitrary<JsonNode> objects() {
        return object(value(4));
    }

    private static Arbitrary<JsonNode> value(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                Arbitraries.of(WORDS).map(NODES::textNode),
                Arbitraries.of(-1L, 0L, 1L, 200L, 404L, 1L << 40).map(NODES::numberNode),
                Arbitraries.of(0.5, 1e300).map(NODES::numberNode),
                Arbitraries.of(true, false).map(NODES::booleanNode),
                Arbitraries.just(NODES.nullNode()));
        if (depth == 0) {
            return leaf;
        }
        Arbitrary<JsonNode> inner = value(depth - 1);
        Arbitrary<JsonNode> list =
                inner.list().ofMaxSize(3).map(nodes -> NODES.arrayNode().addAll(nodes));
        return Arbitraries.frequencyOf(Tuple.of(3, leaf), Tuple.of(1, list), Tuple.of(2, object(inner)));
    }

    private static Arbitrary<JsonNode> object(Arbitrary<JsonNode> inner) {
        return Arbitraries.maps(Arbitraries.of(WORDS), inner).ofMaxSize(4).map(members -> {
            ObjectNode object = NODES.objectNode();
            members.forEach(object::set);
            return object;
        });
    }
}
