package io.dispatcher.monitor.view;

import java.util.List;
import java.util.Locale;

/** Numbers in little room. */
final class Figures {
    private Figures() {}

    /** Whole up to six digits, then in thousands, millions and so on. */
    static String count(long value) {
        if (value < 1_000) {
            return Long.toString(value);
        }
        if (value < 100_000) {
            return String.format(Locale.ROOT, "%,d", value);
        }
        String units = "kMGT";
        double scaled = value / 1000.0;
        int unit = 0;
        while (scaled >= 1000 && unit < units.length() - 1) {
            scaled /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, scaled >= 100 ? "%.0f%c" : "%.1f%c", scaled, units.charAt(unit));
    }

    static String rate(double perSecond) {
        return perSecond >= 100_000
                ? count(Math.round(perSecond))
                : String.format(Locale.ROOT, perSecond >= 100 ? "%,.0f" : "%.1f", perSecond);
    }

    /** Milliseconds without their unit, in three digits or so. */
    static String millis(double ms) {
        return String.format(Locale.ROOT, ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f", ms);
    }

    /** The newest values as signs of their height, at most {@code width}. */
    static String sparkline(List<Double> series, int width, Palette palette) {
        List<Double> shown = series.subList(Math.max(0, series.size() - width), series.size());
        double highest = shown.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        StringBuilder line = new StringBuilder();
        shown.forEach(value -> line.append(palette.block(highest == 0 ? 0 : value / highest)));
        return line.toString();
    }
}
