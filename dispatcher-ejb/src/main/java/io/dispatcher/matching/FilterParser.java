package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The conditions of filters, and their functions with the types section 2.4 of the RFC gives them. */
final class FilterParser {
    private static final int DEEPEST = 50;
    private static final List<String> COMPARISONS = List.of("==", "!=", "<=", ">=", "<", ">");

    private final PathReader in;
    private final PathParser paths;
    private int depth;

    FilterParser(PathReader in, PathParser paths) {
        this.in = in;
        this.paths = paths;
    }

    Condition condition() throws ExpressionException {
        if (++depth > DEEPEST) {
            throw in.fault("filters are nested more than " + DEEPEST + " deep");
        }
        List<Condition> any = new ArrayList<>();
        do {
            in.blanks();
            any.add(conjunction());
        } while (taken("||"));
        depth--;
        return any.size() == 1 ? any.get(0) : new Condition.Any(List.copyOf(any));
    }

    private Condition conjunction() throws ExpressionException {
        List<Condition> all = new ArrayList<>();
        do {
            in.blanks();
            all.add(basic());
        } while (taken("&&"));
        return all.size() == 1 ? all.get(0) : new Condition.All(List.copyOf(all));
    }

    /** After blanks, which stay where they are if it is not there. */
    private boolean taken(String operator) {
        int end = in.at();
        in.blanks();
        if (in.take(operator)) {
            return true;
        }
        in.back(end);
        return false;
    }

    private Condition basic() throws ExpressionException {
        boolean negated = in.take("!");
        if (negated) {
            in.blanks();
        }
        Condition one = in.take("(") ? inParentheses() : test(negated);
        return negated ? new Condition.Not(one) : one;
    }

    private Condition inParentheses() throws ExpressionException {
        Condition inner = condition();
        in.blanks();
        in.expect(")");
        return inner;
    }

    /** A query or a function by itself, or two values that are compared. */
    private Condition test(boolean negated) throws ExpressionException {
        int from = in.at();
        Object left = term();
        String operator = comparison();
        if (operator == null) {
            return alone(left, from);
        }
        if (negated) {
            in.back(from);
            throw in.fault("a comparison is negated in parentheses");
        }
        Operand first = value(left, from);
        in.blanks();
        int second = in.at();
        return new Condition.Comparison(first, operator, value(term(), second));
    }

    private @Nullable String comparison() {
        for (String operator : COMPARISONS) {
            if (taken(operator)) {
                return operator;
            }
        }
        return null;
    }

    private Condition alone(Object term, int from) throws ExpressionException {
        if (term instanceof Query query) {
            return new Condition.Exists(query);
        }
        if (term instanceof Condition condition) {
            return condition;
        }
        in.back(from);
        throw in.fault("a value is no condition: compare it");
    }

    private Operand value(Object term, int from) throws ExpressionException {
        if (term instanceof Operand operand) {
            return operand;
        }
        if (term instanceof Query query && query.singular()) {
            return new Operand.Only(query);
        }
        in.back(from);
        throw in.fault("this is no single value");
    }

    /** An {@link Operand}, a {@link Query}, or a {@link Condition} that a function is. */
    private Object term() throws ExpressionException {
        if (in.atQuote()) {
            return new Operand.Literal(TextNode.valueOf(in.quoted()));
        }
        if (in.next() == '-' || in.atDigit()) {
            return new Operand.Literal(in.number());
        }
        if (in.next() == '$' || in.next() == '@') {
            return paths.query();
        }
        int from = in.at();
        String word = in.word();
        return in.take("(") ? function(word, from) : new Operand.Literal(constant(word, from));
    }

    private JsonNode constant(String word, int from) throws ExpressionException {
        switch (word) {
            case "true":
                return BooleanNode.TRUE;
            case "false":
                return BooleanNode.FALSE;
            case "null":
                return NullNode.getInstance();
            default:
                in.back(from);
                throw in.fault("expected a value, a query or a function");
        }
    }

    private Object function(String name, int from) throws ExpressionException {
        if (++depth > DEEPEST) {
            throw in.fault("filters are nested more than " + DEEPEST + " deep");
        }
        in.blanks();
        Object function =
                switch (name) {
                    case "length" -> new Operand.Length(argument());
                    case "count" -> new Operand.Count(nodes());
                    case "value" -> new Operand.Only(nodes());
                    case "match" -> matching(true);
                    case "search" -> matching(false);
                    default -> {
                        in.back(from);
                        throw in.fault("no such function: length, count, match, search and value are");
                    }
                };
        in.blanks();
        in.expect(")");
        depth--;
        return function;
    }

    private Operand argument() throws ExpressionException {
        int from = in.at();
        return value(term(), from);
    }

    private Query nodes() throws ExpressionException {
        if (in.next() != '$' && in.next() != '@') {
            throw in.fault("expected a query");
        }
        return paths.query();
    }

    private Condition matching(boolean whole) throws ExpressionException {
        Operand text = argument();
        in.blanks();
        in.expect(",");
        in.blanks();
        Operand expression = argument();
        LinearPattern fixed = null;
        if (expression instanceof Operand.Literal written && written.literal().isTextual()) {
            try {
                fixed = LinearPattern.interoperable(written.literal().textValue());
            } catch (ExpressionException e) {
                throw in.fault("no regular expression: " + e.getMessage());
            }
        }
        return new Condition.Matches(text, expression, fixed, whole);
    }
}
