package io.dispatcher.benchmarks.report;

import java.util.Collection;
import java.util.DoubleSummaryStatistics;

/** Small statistics over few rounds. */
public final class Statistics {
    private Statistics() {}

    /** Middle value, or the mean of the two in the middle; NaN for none. NaN among the values is left out. */
    public static double median(Collection<Double> values) {
        double[] sorted = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** Smallest and largest value; two NaN for none. NaN among the values is left out. */
    public static double[] range(Collection<Double> values) {
        DoubleSummaryStatistics summary = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .summaryStatistics();
        return summary.getCount() == 0
                ? new double[] {Double.NaN, Double.NaN}
                : new double[] {summary.getMin(), summary.getMax()};
    }

    /** NaN where it means nothing. */
    public static double ratio(double value, double base) {
        return base == 0 ? Double.NaN : value / base;
    }
}
