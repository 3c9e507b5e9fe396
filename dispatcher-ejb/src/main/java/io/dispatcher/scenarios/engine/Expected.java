package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dispatcher.matching.ExpressionException;
import io.dispatcher.matching.LinearPattern;
import org.jspecify.annotations.Nullable;

/**
 * How a value shall be.
 *
 * @param value to equal, be in it or match; may name variables
 * @param fixed the expression if it is one and names no variables
 */
public record Expected(How how, JsonNode value, @Nullable LinearPattern fixed) {
    /** What the value is compared by. */
    public enum How {
        EQUALS,
        CONTAINS,
        MATCHES,
        EXISTS
    }

    /** @throws ExpressionException if it should be an expression and is none */
    public static Expected of(How how, JsonNode value) throws ExpressionException {
        boolean fixed = how == How.MATCHES && !Variables.usedIn(value.asText());
        return new Expected(how, value, fixed ? LinearPattern.of(value.asText()) : null);
    }

    /** @param actual missing if there is nothing */
    Checked check(String type, JsonNode actual, Variables variables) throws Variables.UnsetException {
        JsonNode wanted = variables.in(value);
        return switch (how) {
            case EQUALS -> new Checked(type, equal(wanted, actual), wanted, actual);
            case EXISTS -> new Checked(type, actual.isMissingNode() != wanted.asBoolean(), wanted, exists(actual));
            case CONTAINS -> new Checked(type, text(actual).contains(text(wanted)), shown("contains", wanted), actual);
            case MATCHES -> new Checked(type, matches(wanted, actual), shown("matches", wanted), actual);
        };
    }

    private static JsonNode exists(JsonNode actual) {
        return JsonNodeFactory.instance.booleanNode(!actual.isMissingNode());
    }

    private static JsonNode shown(String how, JsonNode wanted) {
        return JsonNodeFactory.instance.objectNode().set(how, wanted);
    }

    private static String text(JsonNode value) {
        return value.isMissingNode() ? "" : value.isValueNode() ? value.asText() : value.toString();
    }

    private boolean matches(JsonNode wanted, JsonNode actual) {
        if (actual.isMissingNode()) {
            return false;
        }
        try {
            LinearPattern pattern = fixed == null ? LinearPattern.of(text(wanted)) : fixed;
            return pattern.foundIn(text(actual));
        } catch (ExpressionException e) {
            return false;
        }
    }

    /** Numbers by what they are worth; a text is compared with texts. */
    static boolean equal(JsonNode wanted, JsonNode actual) {
        if (actual.isMissingNode()) {
            return false;
        }
        return wanted.equals((a, b) -> a.isNumber() && b.isNumber() ? numbers(a, b) : a.equals(b) ? 0 : 1, actual);
    }

    private static int numbers(JsonNode a, JsonNode b) {
        boolean finite = Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue());
        return finite ? a.decimalValue().compareTo(b.decimalValue()) : Double.compare(a.doubleValue(), b.doubleValue());
    }

    static JsonNode ofText(@Nullable String text) {
        return text == null ? MissingNode.getInstance() : TextNode.valueOf(text);
    }
}
