package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.history.Redaction;
import io.dispatcher.matching.ExpressionException;
import io.dispatcher.matching.JsonPath;
import io.dispatcher.matching.LinearPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing a mock wants of a request beside method and path. */
sealed interface Condition {
    boolean fits(MockRequest request);

    /** Said of a request that does not fit. */
    String why(MockRequest request);

    default boolean looksAtBody() {
        return false;
    }

    record Query(String name, TextTest test) implements Condition {
        @Override
        public boolean fits(MockRequest request) {
            return test.fits(request.query(name));
        }

        @Override
        public String why(MockRequest request) {
            return "query " + name + " is " + said(request.query(name)) + ", wanted " + test.wanted();
        }
    }

    record Header(String name, TextTest test) implements Condition {
        @Override
        public boolean fits(MockRequest request) {
            return test.fits(request.header(name));
        }

        /** Values of headers may be secrets, those that are wanted too: only whether there is one. */
        @Override
        public String why(MockRequest request) {
            String there = request.header(name).isEmpty() ? " is absent" : " has another value";
            return "header " + name + there + (Redaction.isSecret(name) ? "" : ", wanted " + test.wanted());
        }
    }

    record Body(TextTest test) implements Condition {
        @Override
        public boolean fits(MockRequest request) {
            return test.fits(request.text());
        }

        @Override
        public String why(MockRequest request) {
            return "the body is not as wanted: " + test.wanted();
        }

        @Override
        public boolean looksAtBody() {
            return true;
        }
    }

    /** The whole body is this value. */
    record JsonBody(JsonNode equal) implements Condition {
        @Override
        public boolean fits(MockRequest request) {
            JsonNode json = request.json();
            return json != null && JsonEquality.same(equal, json);
        }

        @Override
        public String why(MockRequest request) {
            return request.json() == null ? "the body is no JSON" : "the body is another JSON value";
        }

        @Override
        public boolean looksAtBody() {
            return true;
        }
    }

    /** Something in the body; what is null is not asked. */
    record JsonPart(
            JsonPath path,
            @Nullable JsonNode equal,
            @Nullable Boolean exists,
            @Nullable LinearPattern matches) implements Condition {
        @Override
        public boolean fits(MockRequest request) {
            JsonNode json = request.json();
            if (json == null) {
                return Boolean.FALSE.equals(exists);
            }
            try {
                List<JsonNode> found = path.nodes(json);
                return (exists == null || exists != found.isEmpty())
                        && (equal == null || found.stream().anyMatch(node -> JsonEquality.same(equal, node)))
                        && (matches == null || found.stream().anyMatch(node -> matches.foundIn(text(node))));
            } catch (ExpressionException e) {
                return false; // why() tells
            }
        }

        private static String text(JsonNode node) {
            return node.isTextual() ? node.textValue() : node.toString();
        }

        @Override
        public String why(MockRequest request) {
            JsonNode json = request.json();
            if (json == null) {
                return "the body is no JSON";
            }
            try {
                List<JsonNode> found = path.nodes(json);
                String there = found.isEmpty() ? "selects nothing" : "is " + TextTest.shortened(text(found.get(0)));
                return "JSON path " + path + " " + there + ", wanted " + wanted();
            } catch (ExpressionException e) {
                return "JSON path " + path + ": " + e.getMessage();
            }
        }

        private String wanted() {
            if (equal != null) {
                return "equal to " + TextTest.shortened(equal.toString());
            }
            return matches != null ? "matching " + matches : Boolean.FALSE.equals(exists) ? "nothing" : "something";
        }

        @Override
        public boolean looksAtBody() {
            return true;
        }
    }

    private static String said(List<String> values) {
        return values.isEmpty() ? "absent" : TextTest.shortened(String.join(", ", values));
    }
}
