package io.dispatcher.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times on the command line: RFC 3339, or a number of seconds, or one with s, m, h or d. */
final class Times {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,9})([smhd]?)");

    private Times() {}

    /** The point in time as RFC 3339; a span is counted from now, after {@code direction}. */
    static String instant(String text, UnaryOperator<Duration> direction) {
        Matcher span = SPAN.matcher(text);
        if (span.matches()) {
            Duration duration = Duration.of(Long.parseLong(span.group(1)), unit(span.group(2)));
            return Instant.now()
                    .plus(direction.apply(duration))
                    .truncatedTo(ChronoUnit.MILLIS)
                    .toString();
        }
        try {
            return Instant.parse(text).toString();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is neither a time like 2026-01-31T12:00:00Z nor a span like 30m, 12h or 7d", e);
        }
    }

    private static ChronoUnit unit(String letter) {
        return switch (letter) {
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            case "d" -> ChronoUnit.DAYS;
            default -> ChronoUnit.SECONDS;
        };
    }
}
