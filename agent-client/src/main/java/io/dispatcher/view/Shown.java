package io.dispatcher.view;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.terminal.Table.Cell;
import io.dispatcher.terminal.Terminal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How values of the API's JSON look to a person. */
public final class Shown {
    private static final DateTimeFormatter TODAY = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter EARLIER = DateTimeFormatter.ofPattern("MM-dd HH:mm:ss", Locale.ROOT);

    private Shown() {}

    /** The member's text, or {@code -} where there is none. */
    public static String text(JsonNode node, String member) {
        JsonNode value = node.path(member);
        return value.isMissingNode() || value.isNull() || value.asText().isEmpty() ? "-" : value.asText();
    }

    /** Milliseconds with a sensible number of digits. */
    public static String millis(JsonNode value) {
        if (!value.isNumber()) {
            return "-";
        }
        double ms = value.asDouble();
        return String.format(Locale.ROOT, ms >= 100 ? "%.0f ms" : "%.1f ms", ms);
    }

    /** A round trip in milliseconds, without the unit: three digits, or all before the point. */
    public static String roundTrip(double ms) {
        String format = ms < 1 ? "%.3f" : ms < 10 ? "%.2f" : ms < 100 ? "%.1f" : "%.0f";
        return String.format(Locale.ROOT, format, ms);
    }

    /** The local time of day, with the date where it is not today. */
    public static String time(String timestamp) {
        try {
            var local = Instant.parse(timestamp).atZone(ZoneId.systemDefault());
            boolean today = local.toLocalDate().equals(java.time.LocalDate.now(ZoneId.systemDefault()));
            return (today ? TODAY : EARLIER).format(local);
        } catch (DateTimeException e) {
            return Terminal.oneLine(timestamp);
        }
    }

    /** How long ago, in its largest unit. */
    public static String ago(String timestamp) {
        try {
            return duration(Duration.between(Instant.parse(timestamp), Instant.now())
                            .toMillis())
                    + " ago";
        } catch (DateTimeException e) {
            return Terminal.oneLine(timestamp);
        }
    }

    /** How long until then, in its largest unit. */
    public static String until(String timestamp) {
        try {
            long left =
                    Duration.between(Instant.now(), Instant.parse(timestamp)).toMillis();
            return left < 0 ? "ended " + duration(-left) + " ago" : "in " + duration(left);
        } catch (DateTimeException e) {
            return Terminal.oneLine(timestamp);
        }
    }

    /** Milliseconds in their largest unit from seconds on. */
    public static String duration(long milliseconds) {
        long seconds = Math.max(0, milliseconds / 1000);
        if (seconds < 60) {
            return seconds + "s";
        }
        if (seconds < 3600) {
            return seconds / 60 + "m";
        }
        return seconds < 86_400 ? seconds / 3600 + "h" : seconds / 86_400 + "d";
    }

    /** Why something failed, as short as its exceptions tell it. */
    public static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    /** A state in the colour of how good it is. */
    public static Cell state(String state, Terminal terminal) {
        return switch (state) {
            case "connected", "available", "completed", "up" -> new Cell(state, terminal::green);
            case "draining", "busy", "registered", "queued", "degraded" -> new Cell(state, terminal::yellow);
            case "disconnected", "offline", "failed", "expired", "down" -> new Cell(state, terminal::red);
            default -> new Cell(state, s -> s);
        };
    }

    /** An HTTP status, or the error there was instead, in its colour. */
    public static Cell status(JsonNode item, Terminal terminal) {
        int code = item.path("status_code").asInt(0);
        if (code == 0) {
            return new Cell(text(item, "error"), terminal::red);
        }
        return new Cell(
                String.valueOf(code), code < 300 ? terminal::green : code < 400 ? terminal::cyan : terminal::yellow);
    }
}
