package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query of RFC 9535, well-formed and well-typed. Immutable, thread-safe; equal if written the same. */
public final class JsonPath {
    /** Characters of a path. */
    public static final int LONGEST = 1_000;

    /** Nodes that one look may come by, those of its filters too. */
    public static final int MOST_STEPS = 200_000;

    private final String text;
    private final Query query;

    private JsonPath(String text, Query query) {
        this.text = text;
        this.query = query;
    }

    /** @throws ExpressionException if it is none */
    public static JsonPath of(String text) throws ExpressionException {
        if (text.length() > LONGEST) {
            throw new ExpressionException("the path is longer than " + LONGEST + " characters");
        }
        return new JsonPath(text, new PathParser(new PathReader(text)).whole());
    }

    /**
     * What it selects, in order, as often as it is selected.
     *
     * @throws ExpressionException if that takes more than {@link #MOST_STEPS}
     */
    public List<JsonNode> nodes(JsonNode document) throws ExpressionException {
        try {
            return query.nodes(document, new Walk(document, MOST_STEPS));
        } catch (Walk.TooLongException e) {
            throw new ExpressionException("the path takes more than " + MOST_STEPS + " steps in this document");
        }
    }

    /** The first of {@link #nodes}, null if there is none. */
    public @Nullable JsonNode first(JsonNode document) throws ExpressionException {
        List<JsonNode> nodes = nodes(document);
        return nodes.isEmpty() ? null : nodes.get(0);
    }

    /** As it was written. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JsonPath that && that.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
