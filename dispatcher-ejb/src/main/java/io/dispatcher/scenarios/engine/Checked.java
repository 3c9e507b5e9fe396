package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/** What an assertion found; of long values their beginning. */
record Checked(String type, boolean passed, JsonNode expected, JsonNode actual) {
    private static final int LONGEST = 1_000;

    Checked {
        expected = shortened(expected);
        actual = shortened(actual);
    }

    /** As the report has it. */
    ObjectNode json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("type", type).put("passed", passed);
        json.set("expected", expected);
        json.set("actual", actual);
        return json;
    }

    private static JsonNode shortened(JsonNode value) {
        if (value.isMissingNode()) {
            return JsonNodeFactory.instance.nullNode();
        }
        String text = value.isTextual() ? value.textValue() : value.toString();
        return text.length() <= LONGEST ? value : TextNode.valueOf(text.substring(0, LONGEST) + "…");
    }
}
