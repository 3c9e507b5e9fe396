package io.dispatcher.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPathTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String SHOP = """
            {"owner": {"name": "Ana", "tags": ["a", "b", "c", "d"]},
             "items": [{"id": 1, "price": 8.0, "title": "Red"}, {"id": 2, "price": 12, "title": "Blue", "sold": true},
                       {"id": 3, "price": null, "title": "réd"}],
             "a.b": 1, "e": {}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "$.owner.name ; [`Ana`]",
                "$['a.b'] ; [1]",
                "$.owner.tags[-1] ; [`d`]",
                "$.owner.tags[1:3] ; [`b`,`c`]",
                "$.owner.tags[::-2] ; [`d`,`b`]",
                "$.owner.tags[0,0] ; [`a`,`a`]",
                "$..id ; [1,2,3]",
                "$.items[?@.price < 10].id ; [1]",
                "$.items[?@.price == 8].id ; [1]",
                "$.items[?@.price == null].id ; [3]",
                "$.items[?@.sold].id ; [2]",
                "$.items[?!@.sold && @.id > 1].id ; [3]",
                "$.items[?(@.id == 1 || @.id == 3)].id ; [1,3]",
                "$.items[?length(@.title) == 3].id ; [1,3]",
                "$.items[?match(@.title, 'R.*')].id ; [1]",
                "$.items[?search(@.title, 'e')].id ; [1,2]",
                "$[?count(@.*) == 2].name ; [`Ana`]",
                "$.items[?value(@..title) == 'Blue'].id ; [2]",
                "$.items[?@.nothing == $.nothing].id ; [1,2,3]",
                "$.items[?search(@.title, $.owner.name)].id ; []",
                "$.nothing.at.all ; []",
                "$.items[9] ; []",
                "$ [ 'e' ] ; [{}]",
            })
    void selectsAsTheRfcHasIt(String path, String expected) throws Exception {
        JsonNode selected = MAPPER.valueToTree(JsonPath.of(path).nodes(MAPPER.readTree(SHOP)));
        assertThat(selected).isEqualTo(MAPPER.readTree(expected.replace('`', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                " $",
                "$ ",
                "$.",
                "$..",
                "$.1a",
                "$[",
                "$[]",
                "$[01]",
                "$[-0]",
                "$[9007199254740992]",
                "$['a]",
                "$['\\x']",
                "$['\\ud800']",
                "$[?1]",
                "$[?@.a ==]",
                "$[?@..a == 1]",
                "$[?@.a == 01]",
                "$[?length(@)]",
                "$[?count(1) == 1]",
                "$[?match(@.a, 'b') == true]",
                "$[?what(@)]",
                "$[?!@.a == 1]",
                "$[?match(@.a, '(')]",
                "$[?(@.a]",
                "$.a.b()",
            })
    void saysWhereAPathIsNone(String path) {
        assertThatThrownBy(() -> JsonPath.of(path))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("character ");
    }

    @ParameterizedTest
    @ValueSource(ints = {51, 300})
    void refusesFiltersThatAreNestedTooDeep(int depth) {
        String path = "$[?" + "(".repeat(depth) + "@.a" + ")".repeat(depth) + "]";
        assertThatThrownBy(() -> JsonPath.of(path)).isInstanceOf(ExpressionException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$..*..*..*..*", "$..[?@..[?@..a]]"})
    void endsWhenItTakesTooLong(String path) throws Exception {
        JsonNode deep = MAPPER.readTree("[".repeat(300) + "1" + "]".repeat(300));
        assertThatThrownBy(() -> JsonPath.of(path).nodes(deep))
                .isInstanceOf(ExpressionException.class)
                .hasMessageContaining("steps");
    }

    @Property(tries = 2_000)
    void anyTextIsAPathOrIsRefused(@ForAll("almostPaths") String text) throws Exception {
        JsonNode document = MAPPER.readTree(SHOP);
        try {
            JsonPath.of(text).nodes(document);
        } catch (ExpressionException e) {
            assertThat(e.position()).isBetween(0, text.length());
        }
    }

    @Provide
    Arbitrary<String> almostPaths() {
        List<String> parts = List.of(
                "$", "@", ".", "..", "[", "]", "?", "(", ")", "*", ":", ",", "'", "\"", "a", "items", "0", "-1", " ",
                "==", "<", "&&", "||", "!", "length(", "match(", "count(", "null", "\\u0061", "1e5", "é", "\ud800");
        return Arbitraries.of(parts).list().ofMaxSize(20).map(some -> "$" + String.join("", some));
    }
}
