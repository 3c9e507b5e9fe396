package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Results taken together by steps of time and vantage point, from all their samples. Only one step's samples are in memory: results come the newest first.
 * For one thread.
 */
final class Steps {
    static final int MOST_ITEMS = 10_000;
    private static final int MOST_SAMPLES = 2_000_000;
    private static final double PERCENT = 100;

    private final long stepMs;
    private final ArrayNode items = MonitorJson.NODES.arrayNode();
    private final Map<CheckResult.Place, Bucket> open = new HashMap<>();
    private long step = Long.MAX_VALUE;
    private int held;

    Steps(int stepSeconds) {
        this.stepMs = stepSeconds * 1_000L;
    }

    private static final class Bucket {
        private int runs;
        private final int[] states = new int[MonitorState.values().length];
        private long sent;
        private long received;
        private int[] samples = new int[16];
        private int count;

        void add(ResultStore.Stored result) {
            runs++;
            states[result.state().ordinal()]++;
            sent += result.sent();
            received += result.received();
            int[] more = result.samples();
            if (count + more.length > samples.length) {
                samples = Arrays.copyOf(samples, Math.max(samples.length * 2, count + more.length));
            }
            System.arraycopy(more, 0, samples, count, more.length);
            count += more.length;
        }
    }

    /** @throws IllegalArgumentException if more would be answered or kept than may be */
    void add(ResultStore.Stored result) {
        long of = Math.floorDiv(result.time().toEpochMilli(), stepMs);
        if (of != step) {
            close();
            step = of;
        }
        held += result.samples().length;
        if (held > MOST_SAMPLES) {
            throw new IllegalArgumentException("step: more than " + MOST_SAMPLES + " samples in one: choose a smaller");
        }
        open.computeIfAbsent(new CheckResult.Place(result.agentId(), result.sourceAddress()), place -> new Bucket())
                .add(result);
    }

    /** All of them. */
    ArrayNode end() {
        close();
        return items;
    }

    private void close() {
        open.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(CheckResult.Place::agentId)
                        .thenComparing(place -> String.valueOf(place.address()))))
                .forEach(bucket -> items.add(json(bucket.getKey(), bucket.getValue())));
        if (items.size() > MOST_ITEMS) {
            throw new IllegalArgumentException(
                    "step: more than " + MOST_ITEMS + " items: choose a larger one, or narrow since and until");
        }
        open.clear();
        held = 0;
    }

    private ObjectNode json(CheckResult.Place place, Bucket bucket) {
        ObjectNode json = MonitorJson.NODES.objectNode();
        json.put("time", MonitorJson.time(Instant.ofEpochMilli(step * stepMs)));
        json.put("agent_id", place.agentId());
        json.put("source_address", place.address());
        json.put("runs", bucket.runs);
        for (MonitorState state : MonitorState.values()) {
            json.put(state.tag(), bucket.states[state.ordinal()]);
        }
        json.put("sent", bucket.sent);
        json.put("received", bucket.received);
        json.put("loss_percent", loss(bucket.sent, bucket.received));
        statistics(json, Arrays.copyOf(bucket.samples, bucket.count));
        return json;
    }

    static @Nullable Double loss(long sent, long received) {
        return sent == 0 ? null : PERCENT * (sent - received) / sent;
    }

    /** Adds what is known of these samples, nulls if there are none. */
    static void statistics(ObjectNode json, int[] samples) {
        Arrays.sort(samples);
        boolean none = samples.length == 0;
        json.put("min_ms", none ? null : Percentiles.ms(samples[0]));
        json.put("avg_ms", none ? null : average(samples));
        json.put("max_ms", none ? null : Percentiles.ms(samples[samples.length - 1]));
        json.put("p50_ms", none ? null : Percentiles.ms(Percentiles.of(samples, 50)));
        json.put("p95_ms", none ? null : Percentiles.ms(Percentiles.of(samples, 95)));
        json.put("p99_ms", none ? null : Percentiles.ms(Percentiles.of(samples, 99)));
    }

    private static double average(int[] samples) {
        return Math.round(Arrays.stream(samples).average().orElse(0)) / 1_000.0;
    }
}
