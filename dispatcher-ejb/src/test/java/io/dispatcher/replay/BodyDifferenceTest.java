package io.dispatcher.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyDifferenceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ObjectNode told(String before, String after) {
        byte[] old = before.getBytes(StandardCharsets.UTF_8);
        return BodyDifference.of(old, old.length, after.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1, \"b\": {\"c/d\": 2}}|{\"b\": {\"c/d\": 3}, \"e~\": null}|"
                        + "[{\"op\":\"remove\",\"path\":\"/a\"},{\"op\":\"replace\",\"path\":\"/b/c~1d\",\"value\":3},"
                        + "{\"op\":\"add\",\"path\":\"/e~0\",\"value\":null}]",
                "[1, 2, 3, 4]|[1, 9, 3, 4]|[{\"op\":\"replace\",\"path\":\"/1\",\"value\":9}]",
                "[1, 2, 3, 4]|[1, 4]|[{\"op\":\"remove\",\"path\":\"/2\"},{\"op\":\"remove\",\"path\":\"/1\"}]",
                "[1]|[1, 5, 6]|[{\"op\":\"add\",\"path\":\"/1\",\"value\":5},{\"op\":\"add\",\"path\":\"/2\",\"value\":6}]"
            })
    void json_differs_by_path(String before, String after, String patch) throws Exception {
        ObjectNode told = told(before, after);
        assertThat(told.path("equal").asBoolean()).isFalse();
        assertThat(told.path("json_patch")).isEqualTo(JSON.readTree(patch));
    }

    @Test
    void other_bytes_of_the_same_value_are_equal() {
        ObjectNode told = told("{\"a\": 1, \"b\": 2}", "{\"b\":2.0,\"a\":1}");
        assertThat(told.path("equal").asBoolean()).isTrue();
    }

    @Test
    void applying_the_patch_makes_one_of_the_other() throws Exception {
        Random random = new Random(6);
        for (int i = 0; i < 2_000; i++) {
            JsonNode before = value(random, 4);
            JsonNode after = value(random, 4);
            JsonDifference difference = JsonDifference.of(before, after);
            assertThat(difference.cut()).isFalse();
            assertThat(applied(before, difference.operations())).isEqualTo(after);
        }
    }

    private static JsonNode value(Random random, int deep) {
        int kind = random.nextInt(deep == 0 ? 2 : 4);
        if (kind == 2) {
            ArrayNode array = JSON.createArrayNode();
            IntStream.range(0, random.nextInt(5)).forEach(i -> array.add(value(random, deep - 1)));
            return array;
        }
        if (kind == 3) {
            ObjectNode object = JSON.createObjectNode();
            IntStream.range(0, random.nextInt(4))
                    .forEach(i -> object.set("m" + random.nextInt(5), value(random, deep - 1)));
            return object;
        }
        return kind == 0
                ? JSON.getNodeFactory().numberNode(random.nextInt(3))
                : JSON.getNodeFactory().textNode("t");
    }

    private static JsonNode applied(JsonNode before, ArrayNode patch) {
        ObjectNode root = JSON.createObjectNode();
        root.set("root", before.deepCopy());
        for (JsonNode operation : patch) {
            String path = "/root" + operation.path("path").asText();
            JsonNode parent = root.at(path.substring(0, path.lastIndexOf('/')));
            String last = path.substring(path.lastIndexOf('/') + 1);
            JsonNode value = operation.get("value");
            if (parent instanceof ObjectNode object) {
                if (value == null) {
                    object.remove(last);
                } else {
                    object.set(last, value.deepCopy());
                }
            } else {
                ArrayNode array = (ArrayNode) parent;
                int index = Integer.parseInt(last);
                if (operation.path("op").asText().equals("add")) {
                    array.insert(index, value.deepCopy());
                } else if (value == null) {
                    array.remove(index);
                } else {
                    array.set(index, value.deepCopy());
                }
            }
        }
        return root.get("root");
    }

    @Test
    void text_differs_by_line() {
        assertThat(told("a\nb\nc\n", "a\nx\ny\nc\n").path("text").asText()).isEqualTo("@@ -2,1 +2,2 @@\n-b\n+x\n+y\n");
    }

    @Test
    void what_is_told_is_bounded() {
        String many = IntStream.range(0, 30_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
        ObjectNode told = told("[" + many + "]", "[" + many.replace("1", "2") + "]");
        assertThat(told.path("json_patch")).hasSize(JsonDifference.MOST);
        assertThat(told.path("json_patch_cut").asBoolean()).isTrue();
        assertThat(told(many.replace(',', '\n'), "none").path("text").asText())
                .hasSizeLessThan(5_000)
                .contains("29800 lines more");
    }

    @Test
    void of_a_cut_body_equality_is_not_claimed() {
        byte[] kept = "abc".getBytes(StandardCharsets.UTF_8);
        assertThat(BodyDifference.of(kept, 6, "abcdef".getBytes(StandardCharsets.UTF_8))
                        .path("equal")
                        .isNull())
                .isTrue();
        assertThat(BodyDifference.of(kept, 6, "abXdef".getBytes(StandardCharsets.UTF_8))
                        .path("equal")
                        .asBoolean(true))
                .isFalse();
        assertThat(BodyDifference.of(kept, 6, "abcde".getBytes(StandardCharsets.UTF_8))
                        .path("equal")
                        .asBoolean(true))
                .isFalse();
    }

    @Test
    void binary_only_differs() {
        ObjectNode told = BodyDifference.of(new byte[] {(byte) 0xff}, 1, new byte[] {(byte) 0xfe});
        assertThat(told.path("equal").asBoolean(true)).isFalse();
        assertThat(told.has("text") || told.has("json_patch")).isFalse();
    }
}
