package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Pings as lines of text. */
public final class PingLines {
    private PingLines() {}

    /** An event that is no summary; {@code firstSeq} is added to its sequence number. */
    public static String event(JsonNode event, long firstSeq, Terminal terminal) {
        String type = event.path("type").asText();
        StringBuilder line =
                new StringBuilder(pair(Shown.text(event, "agent_id"), Shown.text(event, "target"), terminal));
        if (event.hasNonNull("address")
                && !event.get("address").asText().equals(event.path("target").asText())) {
            line.append(" (").append(event.get("address").asText()).append(')');
        }
        line.append(':');
        if (event.hasNonNull("seq")) {
            line.append(" seq=").append(firstSeq + event.get("seq").asLong());
        }
        if (event.hasNonNull("rtt_ms")) {
            line.append(" time=")
                    .append(Shown.roundTrip(event.get("rtt_ms").asDouble()))
                    .append(" ms");
        }
        if (event.hasNonNull("hop_limit")) {
            line.append(" hop limit=").append(event.get("hop_limit").asInt());
        }
        if (!type.equals("reply")) {
            line.append(event.hasNonNull("rtt_ms") ? " (" + words(type) + ")" : " " + words(type));
        }
        if (event.hasNonNull("detail")) {
            line.append(": ").append(event.get("detail").asText());
        }
        return Terminal.oneLine(line.toString());
    }

    static String words(String type) {
        return type.replace('_', ' ');
    }

    private static String pair(String agent, String target, Terminal terminal) {
        return agent + " " + terminal.arrow() + " " + target;
    }

    /** A line a pair with all there is to say of it. */
    public static List<String> summaries(PingBoard board, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        board.pairs()
                .forEach(pair -> lines.add(
                        Terminal.oneLine(pair(pair.agent(), pair.target(), terminal) + ": " + summary(pair.counts()))));
        return lines;
    }

    private static String summary(PingCounts counts) {
        StringBuilder line = new StringBuilder(sums(counts));
        RoundTrips trips = counts.trips;
        if (!trips.none()) {
            line.append(String.format(
                    Locale.ROOT,
                    ", min/avg/max/stddev = %.3f/%.3f/%.3f/%.3f ms",
                    trips.min(),
                    trips.mean(),
                    trips.max(),
                    trips.deviation()));
        }
        return line + extras(counts);
    }

    private static String sums(PingCounts counts) {
        return String.format(
                Locale.ROOT,
                "%d sent, %d received, %s loss",
                counts.sent,
                counts.received,
                percent(counts.loss(), " %"));
    }

    // What is there seldom, and is told only then.
    private static String extras(PingCounts counts) {
        return extra(counts.duplicates, "duplicate", "duplicates")
                + extra(counts.late, "late", "late")
                + extra(counts.errors, "error", "errors");
    }

    private static String extra(long number, String one, String more) {
        return number == 0 ? "" : ", " + number + " " + (number == 1 ? one : more);
    }

    /** With one decimal where it has one. */
    static String percent(double value, String sign) {
        boolean whole = value == 0 || value == 100;
        return String.format(Locale.ROOT, whole ? "%.0f" : "%.1f", value) + sign;
    }

    /** What a table of the pairs does not show: what was odd about each, at most {@code most} of them, then a line for all together. */
    public static List<String> belowTable(PingBoard board, int most, Terminal terminal) {
        List<String> lines = new ArrayList<>();
        int left = 0;
        for (PingPair pair : board.pairs()) {
            String odd = extras(pair.counts());
            if (odd.isEmpty()) {
                continue;
            }
            if (lines.size() == most) {
                left++;
                continue;
            }
            String trouble = pair.trouble() == null ? "" : " (" + pair.trouble() + ")";
            lines.add(
                    Terminal.oneLine(pair(pair.agent(), pair.target(), terminal) + ": " + odd.substring(2) + trouble));
        }
        if (left > 0) {
            lines.add(terminal.dim("and " + left + " more with errors, duplicates or late answers"));
        }
        PingCounts total = board.total();
        int pairs = board.pairs().size();
        long silent = board.silent();
        String heading = pairs == 1 ? "" : pairs + " pairs, " + (silent == 0 ? "" : silent + " silent, ");
        lines.add(terminal.bold(heading + sums(total)) + extras(total));
        return lines;
    }
}
