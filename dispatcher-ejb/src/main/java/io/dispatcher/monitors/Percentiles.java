package io.dispatcher.monitors;

/** Nearest-rank percentiles of whole samples: exact, whatever they were grouped by before. */
final class Percentiles {
    private static final double MICROS_PER_MS = 1_000;
    private static final int PERCENT = 100;

    private Percentiles() {}

    /**
     * The least sample that so many percent of all do not exceed.
     *
     * @param sorted not empty
     * @param percent 0 to 100
     */
    static int of(int[] sorted, int percent) {
        long rank = ((long) percent * sorted.length + PERCENT - 1) / PERCENT;
        return sorted[(int) Math.max(1, rank) - 1];
    }

    static double ms(int micros) {
        return micros / MICROS_PER_MS;
    }
}
