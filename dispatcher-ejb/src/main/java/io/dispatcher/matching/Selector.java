package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Chooses among the children of a node. */
sealed interface Selector {
    void select(JsonNode node, Walk walk, List<JsonNode> into);

    record Name(String name) implements Selector {
        @Override
        public void select(JsonNode node, Walk walk, List<JsonNode> into) {
            walk.step();
            JsonNode child = node.isObject() ? node.get(name) : null;
            if (child != null) {
                into.add(child);
            }
        }
    }

    record Wildcard() implements Selector {
        @Override
        public void select(JsonNode node, Walk walk, List<JsonNode> into) {
            for (JsonNode child : node) {
                walk.step();
                into.add(child);
            }
        }
    }

    /** @param index from the end if negative */
    record Index(long index) implements Selector {
        @Override
        public void select(JsonNode node, Walk walk, List<JsonNode> into) {
            walk.step();
            long at = index < 0 ? node.size() + index : index;
            if (node.isArray() && at >= 0 && at < node.size()) {
                into.add(node.get((int) at));
            }
        }
    }

    /** As section 2.3.4 of the RFC has it. */
    record Slice(@Nullable Long start, @Nullable Long end, long step) implements Selector {
        @Override
        public void select(JsonNode node, Walk walk, List<JsonNode> into) {
            if (!node.isArray() || step == 0) {
                return;
            }
            long size = node.size();
            boolean up = step > 0;
            long first = start == null ? (up ? 0 : size - 1) : bound(start, size);
            long last = end == null ? (up ? size : -1) : bound(end, size);
            for (long i = first; up ? i < last : i > last; i += step) {
                walk.step();
                into.add(node.get((int) i));
            }
        }

        private long bound(long given, long size) {
            long value = given < 0 ? given + size : given;
            return step > 0 ? Math.min(Math.max(value, 0), size) : Math.min(Math.max(value, -1), size - 1);
        }
    }

    record Filter(Condition condition) implements Selector {
        @Override
        public void select(JsonNode node, Walk walk, List<JsonNode> into) {
            for (JsonNode child : node) {
                walk.step();
                if (condition.holds(child, walk)) {
                    into.add(child);
                }
            }
        }
    }
}
