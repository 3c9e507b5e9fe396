package io.dispatcher.metrics.web;

import io.dispatcher.dispatch.FailureType.Source;
import io.dispatcher.metrics.StatsSeries;
import io.dispatcher.metrics.StatsSeries.Step;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code /api/stats/series}: as columns, as charts want them; the values at one place of all lists belong together.
 *
 * @param time ends of the steps, in epoch milliseconds: a tenth of the text that a list of dates is
 * @param failedBySource only sources that had failures
 * @param p50Ms null where no request ended
 */
public record SeriesColumns(
        int stepSeconds,
        List<Long> time,
        List<Long> requests,
        List<Long> failed,
        Map<String, List<Long>> failedBySource,
        List<@Nullable Double> p50Ms,
        List<@Nullable Double> p95Ms,
        List<@Nullable Double> p99Ms,
        List<Integer> agentsConnected,
        List<Integer> poolAvailable,
        List<Long> queueDepth) {

    static SeriesColumns of(List<Step> steps) {
        return new SeriesColumns(
                StatsSeries.STEP_SECONDS,
                column(steps, step -> step.time().toEpochMilli()),
                column(steps, Step::requests),
                column(steps, step -> step.failed().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()),
                bySource(steps),
                latency(steps, 0),
                latency(steps, 1),
                latency(steps, 2),
                column(steps, Step::agentsConnected),
                column(steps, Step::poolAvailable),
                column(steps, Step::queueDepth));
    }

    private static Map<String, List<Long>> bySource(List<Step> steps) {
        Set<Source> sources = EnumSet.noneOf(Source.class);
        steps.forEach(step -> sources.addAll(step.failed().keySet()));
        Map<String, List<Long>> columns = new TreeMap<>();
        for (Source source : sources) {
            columns.put(source.name().toLowerCase(Locale.ROOT), column(steps, step -> step.failed()
                    .getOrDefault(source, 0L)));
        }
        return columns;
    }

    private static List<@Nullable Double> latency(List<Step> steps, int which) {
        return column(
                steps, step -> step.latency().isEmpty() ? null : step.latency().get(which));
    }

    /** Not {@code List.of}: there are nulls in it. */
    private static <T extends @Nullable Object> List<T> column(List<Step> steps, Function<Step, T> value) {
        List<T> column = new java.util.ArrayList<>(steps.size());
        steps.forEach(step -> column.add(value.apply(step)));
        return column;
    }
}
