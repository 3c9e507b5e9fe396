package io.dispatcher.mocks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All enabled rules of one place, found by path. Immutable. */
final class MockTable {
    private static final Comparator<Stub> BEFORE = Comparator.<Stub>comparingInt(stub -> -stub.priority())
            .thenComparingInt(stub -> -stub.path().literals())
            .thenComparing(stub -> stub.path().rest())
            .thenComparingInt(stub -> -stub.path().parts().size())
            .thenComparing(Stub::id); // of UUIDv7, so the oldest first

    static final MockTable EMPTY = new MockTable(List.of());

    private final List<Stub> inOrder;
    private final Node root = new Node();

    private static final class Node {
        final Map<String, Node> literal = new HashMap<>();
        final List<Integer> here = new ArrayList<>();
        final List<Integer> rest = new ArrayList<>();

        @Nullable
        Node any;
    }

    MockTable(List<Stub> stubs) {
        inOrder = stubs.stream().sorted(BEFORE).toList();
        for (int i = 0; i < inOrder.size(); i++) {
            add(inOrder.get(i).path(), i);
        }
    }

    private void add(PathPattern path, int rank) {
        Node node = root;
        for (PathPattern.Part part : path.parts()) {
            if (part.literal() == null) {
                node.any = node.any == null ? new Node() : node.any;
                node = node.any;
            } else {
                node = node.literal.computeIfAbsent(part.literal(), l -> new Node());
            }
        }
        (path.rest() ? node.rest : node.here).add(rank);
    }

    boolean empty() {
        return inOrder.isEmpty();
    }

    List<Stub> all() {
        return inOrder;
    }

    /** Those whose path it is, the first to be asked first. */
    List<Stub> at(String[] segments) {
        List<Integer> ranks = new ArrayList<>(4);
        collect(root, segments, 0, ranks);
        if (ranks.isEmpty()) {
            return List.of();
        }
        ranks.sort(null);
        List<Stub> stubs = new ArrayList<>(ranks.size());
        for (int rank : ranks) {
            stubs.add(inOrder.get(rank));
        }
        return stubs;
    }

    private static void collect(Node node, String[] segments, int at, List<Integer> ranks) {
        ranks.addAll(node.rest);
        if (at == segments.length) {
            ranks.addAll(node.here);
            return;
        }
        Node literal = node.literal.get(segments[at]);
        if (literal != null) {
            collect(literal, segments, at + 1, ranks);
        }
        if (node.any != null) {
            collect(node.any, segments, at + 1, ranks);
        }
    }
}
