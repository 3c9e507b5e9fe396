package io.dispatcher.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the metrics of dispatching back, an agent a row. */
final class AgentTable {
    private static final String NOBODY = "none";

    private AgentTable() {}

    static List<AgentFigures> of(Histogram durations, Counter errors) {
        Map<String, List<HistogramDataPointSnapshot>> byAgent = new TreeMap<>(Comparator.naturalOrder());
        HistogramSnapshot snapshot = durations.collect();
        for (HistogramDataPointSnapshot point : snapshot.getDataPoints()) {
            String agent = point.getLabels().get("agent");
            if (agent != null && !agent.equals(NOBODY)) {
                byAgent.computeIfAbsent(agent, a -> new ArrayList<>()).add(point);
            }
        }
        Map<String, Long> failed = new HashMap<>();
        for (CounterDataPointSnapshot point : errors.collect().getDataPoints()) {
            failed.merge(String.valueOf(point.getLabels().get("agent")), (long) point.getValue(), Long::sum);
        }
        List<AgentFigures> rows = new ArrayList<>(byAgent.size());
        byAgent.forEach((agent, points) -> rows.add(row(agent, points, failed.getOrDefault(agent, 0L))));
        return rows;
    }

    private static AgentFigures row(String agent, List<HistogramDataPointSnapshot> points, long failed) {
        ClassicHistogramBuckets first = points.get(0).getClassicBuckets();
        long[] counts = new long[first.size()];
        double seconds = 0;
        for (HistogramDataPointSnapshot point : points) {
            seconds += point.getSum();
            for (int i = 0; i < counts.length; i++) {
                counts[i] += point.getClassicBuckets().getCount(i);
            }
        }
        long requests = 0;
        for (long count : counts) {
            requests += count;
        }
        double mean = requests == 0 ? 0 : 1000 * seconds / requests;
        return new AgentFigures(
                agent,
                requests,
                failed,
                mean,
                1000 * share(first, counts, requests, .5),
                1000 * share(first, counts, requests, .95));
    }

    /** Within a bucket as if all were spread evenly; in the last, which has no end, its beginning. */
    private static double share(ClassicHistogramBuckets bounds, long[] counts, long total, double share) {
        double wanted = share * total;
        double seen = 0;
        double low = 0;
        for (int i = 0; i < counts.length; i++) {
            double high = bounds.getUpperBound(i);
            if (counts[i] > 0 && seen + counts[i] >= wanted) {
                return Double.isInfinite(high) ? low : low + (high - low) * Math.max(0, wanted - seen) / counts[i];
            }
            seen += counts[i];
            low = high;
        }
        return 0;
    }
}
