package io.dispatcher.icmp.lab;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a pinger says in the end about all its targets.
 *
 * @param averageMicros mean round trip, of what was received
 * @param cpuMillis 0: not said
 */
public record Figures(
        long sent, long received, long duplicates, double averageMicros, long elapsedMillis, long cpuMillis) {
    private static final Pattern ENGINE = Pattern.compile(
            "total sent=(\\d+) received=(\\d+) duplicates=(\\d+) .* avg_us=([\\d.]+) elapsed_ms=(\\d+) cpu_ms=(\\d+)");
    private static final Pattern FPING =
            Pattern.compile("xmt/rcv/%loss = (\\d+)/(\\d+)/[^,\\n]*(?:, min/avg/max = [\\d.]+/([\\d.]+)/)?");
    private static final Pattern TIME = Pattern.compile("real ([\\d.]+)\\s+user ([\\d.]+)\\s+sys ([\\d.]+)");

    /** Of {@link PingMain}. */
    public static Figures ofEngine(String said) {
        Matcher found = ENGINE.matcher(said);
        if (!found.find()) {
            throw new AssertionError("no sums in: " + said);
        }
        return new Figures(
                Long.parseLong(found.group(1)),
                Long.parseLong(found.group(2)),
                Long.parseLong(found.group(3)),
                Double.parseDouble(found.group(4)),
                Long.parseLong(found.group(5)),
                Long.parseLong(found.group(6)));
    }

    /** Of {@code fping -q -c}, which counts each duplicate as received; with {@code bash}'s {@code time -p} behind it or not. */
    public static Figures ofFping(String said) {
        Matcher found = FPING.matcher(said);
        long sent = 0;
        long received = 0;
        double sum = 0;
        while (found.find()) {
            sent += Long.parseLong(found.group(1));
            long here = Long.parseLong(found.group(2));
            received += here;
            sum += found.group(3) == null ? 0 : here * Double.parseDouble(found.group(3)) * 1_000;
        }
        if (sent == 0) {
            throw new AssertionError("no sums in: " + said);
        }
        Matcher time = TIME.matcher(said);
        boolean timed = time.find();
        long elapsed = timed ? Math.round(Double.parseDouble(time.group(1)) * 1_000) : 0;
        long cpu =
                timed ? Math.round((Double.parseDouble(time.group(2)) + Double.parseDouble(time.group(3))) * 1_000) : 0;
        return new Figures(sent, received, 0, received == 0 ? 0 : sum / received, elapsed, cpu);
    }

    public double lossPercent() {
        return 100.0 * (sent - received) / sent;
    }
}
