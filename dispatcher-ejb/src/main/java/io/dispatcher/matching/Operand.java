package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import org.jspecify.annotations.Nullable;

/** A value in a filter. */
sealed interface Operand {
    /** Null: nothing, which is no JSON value. */
    @Nullable
    JsonNode value(JsonNode node, Walk walk);

    record Literal(JsonNode literal) implements Operand {
        @Override
        public JsonNode value(JsonNode node, Walk walk) {
            return literal;
        }
    }

    /** What a query selects, if that is one node: a singular query, or the function {@code value}. */
    record Only(Query query) implements Operand {
        @Override
        public @Nullable JsonNode value(JsonNode node, Walk walk) {
            return query.only(node, walk);
        }
    }

    record Count(Query query) implements Operand {
        @Override
        public JsonNode value(JsonNode node, Walk walk) {
            return IntNode.valueOf(query.nodes(node, walk).size());
        }
    }

    record Length(Operand of) implements Operand {
        @Override
        public @Nullable JsonNode value(JsonNode node, Walk walk) {
            JsonNode value = of.value(node, walk);
            if (value == null || !value.isTextual() && !value.isContainerNode()) {
                return null;
            }
            String text = value.textValue();
            return IntNode.valueOf(text == null ? value.size() : text.codePointCount(0, text.length()));
        }
    }
}
