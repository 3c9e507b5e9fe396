package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All that was heard of a ping, by agent, then by target in the order in which they were asked for. Not thread-safe. */
public final class PingBoard {
    /** Further ones are counted as one. */
    static final int MOST_PAIRS = 100_000;

    private record Key(String agent, int place, String target) {}

    private static final Key OTHERS = new Key("~", Integer.MAX_VALUE, "all others");

    private final Map<String, Integer> places = new HashMap<>();
    private final Map<Key, PingPair> pairs = new TreeMap<>(
            Comparator.comparing(Key::agent).thenComparingInt(Key::place).thenComparing(Key::target));

    public PingBoard(List<String> targets) {
        targets.forEach(target -> places.putIfAbsent(target, places.size()));
    }

    /** Takes an event of any type. */
    public void heard(JsonNode event) {
        String target = Shown.text(event, "target");
        Key key = new Key(Shown.text(event, "agent_id"), places.getOrDefault(target, places.size()), target);
        if (pairs.size() >= MOST_PAIRS && !pairs.containsKey(key)) {
            key = OTHERS;
        }
        pairs.computeIfAbsent(key, k -> new PingPair(k.agent(), k.target())).heard(event);
    }

    public boolean isEmpty() {
        return pairs.isEmpty();
    }

    /** Whether anybody answered. */
    public boolean answered() {
        return total().received > 0;
    }

    /** Whether there was anything to wait for an answer to. */
    public boolean sent() {
        return total().sent > 0;
    }

    /** How many pairs had no answer at all. */
    long silent() {
        return pairs.values().stream()
                .filter(pair -> pair.counts().received == 0)
                .count();
    }

    Collection<PingPair> pairs() {
        return pairs.values();
    }

    PingCounts total() {
        PingCounts total = new PingCounts();
        pairs.values().forEach(pair -> total.add(pair.counts()));
        return total;
    }
}
