package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Segments that start at the document, or at the node a filter looks at.
 *
 * @param fromRoot {@code $}; else {@code @}
 */
record Query(boolean fromRoot, List<Segment> segments) {
    /**
     * One step.
     *
     * @param descendant {@code ..}
     */
    record Segment(boolean descendant, List<Selector> selectors) {
        boolean singular() {
            return !descendant
                    && selectors.size() == 1
                    && (selectors.get(0) instanceof Selector.Name || selectors.get(0) instanceof Selector.Index);
        }

        void select(JsonNode node, Walk walk, List<JsonNode> into) {
            for (Selector selector : selectors) {
                selector.select(node, walk, into);
            }
            if (descendant) {
                for (JsonNode child : node) {
                    walk.step();
                    select(child, walk, into);
                }
            }
        }
    }

    /** Can select one node at most, by how it is written. */
    boolean singular() {
        return segments.stream().allMatch(Segment::singular);
    }

    List<JsonNode> nodes(JsonNode current, Walk walk) {
        List<JsonNode> nodes = List.of(fromRoot ? walk.root() : current);
        for (Segment segment : segments) {
            List<JsonNode> next = new ArrayList<>();
            for (JsonNode node : nodes) {
                walk.step();
                segment.select(node, walk, next);
            }
            nodes = next;
        }
        return nodes;
    }

    /** Null unless it is exactly one. */
    @Nullable
    JsonNode only(JsonNode current, Walk walk) {
        List<JsonNode> nodes = nodes(current, walk);
        return nodes.size() == 1 ? nodes.get(0) : null;
    }
}
