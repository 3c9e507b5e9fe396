package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a filter asks of a node. */
sealed interface Condition {
    boolean holds(JsonNode node, Walk walk);

    record Any(List<Condition> of) implements Condition {
        @Override
        public boolean holds(JsonNode node, Walk walk) {
            return of.stream().anyMatch(condition -> condition.holds(node, walk));
        }
    }

    record All(List<Condition> of) implements Condition {
        @Override
        public boolean holds(JsonNode node, Walk walk) {
            return of.stream().allMatch(condition -> condition.holds(node, walk));
        }
    }

    record Not(Condition of) implements Condition {
        @Override
        public boolean holds(JsonNode node, Walk walk) {
            return !of.holds(node, walk);
        }
    }

    record Exists(Query query) implements Condition {
        @Override
        public boolean holds(JsonNode node, Walk walk) {
            return !query.nodes(node, walk).isEmpty();
        }
    }

    /** @param operator {@code == != < <= > >=} */
    record Comparison(Operand left, String operator, Operand right) implements Condition {
        @Override
        public boolean holds(JsonNode node, Walk walk) {
            JsonNode a = left.value(node, walk);
            JsonNode b = right.value(node, walk);
            return switch (operator) {
                case "==" -> JsonOrder.equal(a, b, walk);
                case "!=" -> !JsonOrder.equal(a, b, walk);
                case "<" -> JsonOrder.less(a, b);
                case ">" -> JsonOrder.less(b, a);
                case "<=" -> JsonOrder.less(a, b) || JsonOrder.equal(a, b, walk);
                default -> JsonOrder.less(b, a) || JsonOrder.equal(a, b, walk);
            };
        }
    }

    /**
     * The functions {@code match} and {@code search}.
     *
     * @param fixed the expression if it is written in the path; null if it comes from the document
     */
    record Matches(
            Operand text, Operand expression, @Nullable LinearPattern fixed, boolean whole) implements Condition {
        private static final int COMPILE_STEPS = 100;

        @Override
        public boolean holds(JsonNode node, Walk walk) {
            JsonNode looked = text.value(node, walk);
            if (looked == null || !looked.isTextual()) {
                return false;
            }
            LinearPattern pattern = pattern(node, walk);
            walk.spend(looked.textValue().length() / 64);
            return pattern != null
                    && (whole ? pattern.matches(looked.textValue()) : pattern.foundIn(looked.textValue()));
        }

        private @Nullable LinearPattern pattern(JsonNode node, Walk walk) {
            if (fixed != null) {
                return fixed;
            }
            JsonNode written = expression.value(node, walk);
            if (written == null || !written.isTextual()) {
                return null;
            }
            walk.spend(COMPILE_STEPS);
            try {
                return LinearPattern.interoperable(written.textValue());
            } catch (ExpressionException e) {
                return null; // RFC 9535, 2.4.6: what is no expression matches nothing
            }
        }
    }
}
