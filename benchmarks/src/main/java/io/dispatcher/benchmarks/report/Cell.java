package io.dispatcher.benchmarks.report;

import io.dispatcher.benchmarks.load.LoadResult;
import io.dispatcher.benchmarks.load.Scenario;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One peer under one scenario in one round.
 *
 * @param p50Millis NaN when nothing completed
 * @param otherWork cores that were busy with anything but this peer, the target and the load
 * @param cpuPerThousand CPU seconds per 1,000 completed requests, by process name, in the order of the report
 */
public record Cell(
        String peer,
        Scenario scenario,
        int round,
        double requestsPerSecond,
        double p50Millis,
        double p99Millis,
        long errors,
        @Nullable String firstError,
        double otherWork,
        Map<String, Double> cpuPerThousand) {

    /** @param cpuSeconds used during the load, by process name; in the order of the report */
    public static Cell of(
            String peer,
            Scenario scenario,
            int round,
            LoadResult load,
            double otherWork,
            Map<String, Double> cpuSeconds) {
        Map<String, Double> perThousand = new java.util.LinkedHashMap<>();
        cpuSeconds.forEach(
                (process, seconds) -> perThousand.put(process, Statistics.ratio(seconds * 1000, load.completed())));
        boolean none = load.completed() == 0;
        return new Cell(
                peer,
                scenario,
                round,
                load.requestsPerSecond(),
                none ? Double.NaN : load.percentileMillis(50),
                none ? Double.NaN : load.percentileMillis(99),
                load.errors(),
                load.firstError(),
                otherWork,
                perThousand);
    }
}
