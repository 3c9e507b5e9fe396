package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dispatcher.matching.ExpressionException;
import io.dispatcher.matching.JsonPath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is expected of an answer. */
public sealed interface Assertion {
    Checked check(Answer answer, Variables variables) throws Variables.UnsetException;

    /** @param expected a number, or a text that becomes one */
    record Status(JsonNode expected) implements Assertion {
        @Override
        public Checked check(Answer answer, Variables variables) throws Variables.UnsetException {
            JsonNode wanted = variables.in(expected);
            return new Checked(
                    "status",
                    wanted.asText().equals(Integer.toString(answer.status())),
                    wanted,
                    JsonNodeFactory.instance.numberNode(answer.status()));
        }
    }

    /** One of its lines is so. */
    record Header(String name, Expected expected) implements Assertion {
        @Override
        public Checked check(Answer answer, Variables variables) throws Variables.UnsetException {
            List<String> lines = answer.header(variables.text(name));
            Checked last = expected.check("header", Expected.ofText(lines.isEmpty() ? null : lines.get(0)), variables);
            for (int i = 1; i < lines.size() && !last.passed(); i++) {
                last = expected.check("header", TextNode.valueOf(lines.get(i)), variables);
            }
            return last;
        }
    }

    record Body(Expected expected) implements Assertion {
        @Override
        public Checked check(Answer answer, Variables variables) throws Variables.UnsetException {
            return expected.check("body", TextNode.valueOf(answer.text()), variables);
        }
    }

    /** Of the first that the path selects. */
    record Json(JsonPath path, Expected expected) implements Assertion {
        @Override
        public Checked check(Answer answer, Variables variables) throws Variables.UnsetException {
            return expected.check("json", at(path, answer), variables);
        }

        /** Missing if there is nothing. */
        static JsonNode at(JsonPath path, Answer answer) {
            try {
                @Nullable JsonNode found = path.first(answer.json());
                return found == null ? MissingNode.getInstance() : found;
            } catch (ExpressionException e) {
                return MissingNode.getInstance(); // too much work: told as not there
            }
        }
    }

    record Schema(ValueSchema schema) implements Assertion {
        @Override
        public Checked check(Answer answer, Variables variables) {
            JsonNode json = answer.json();
            List<String> faults = json.isMissingNode() ? List.of("the body is no JSON") : schema.faults(json);
            return new Checked(
                    "schema",
                    faults.isEmpty(),
                    TextNode.valueOf("valid"),
                    TextNode.valueOf(faults.isEmpty() ? "valid" : String.join("; ", faults)));
        }
    }

    record Duration(double lessThanMs) implements Assertion {
        private static final double MICROS = 1_000;

        @Override
        public Checked check(Answer answer, Variables variables) {
            double rounded = Math.round(answer.durationMs() * MICROS) / MICROS;
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            return new Checked(
                    "duration",
                    answer.durationMs() < lessThanMs,
                    nodes.objectNode().put("less_than_ms", lessThanMs),
                    nodes.numberNode(rounded));
        }
    }
}
