package io.dispatcher.monitors;

/** Nearest-rank percentiles of whole samples: exact, whatever they were grouped by before. */
final class Percentiles {
    private static final double MICROS_PER_MS = 1_000;
    private static final double PERCENT = 100;

    private Percentiles() {}

    /**
     * The least sample that so many percent of all do not exceed.
     *
     * @param sorted not empty
     */
    static int of(int[] sorted, double percent) {
        int rank = (int) Math.ceil(percent / PERCENT * sorted.length);
        return sorted[Math.min(sorted.length, Math.max(1, rank)) - 1];
    }

    static double ms(int micros) {
        return micros / MICROS_PER_MS;
    }
}
