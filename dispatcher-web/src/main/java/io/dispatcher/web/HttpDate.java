package io.dispatcher.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The time as {@code Date} has it (RFC 9110, 5.6.7), made once a second. Thread-safe. */
final class HttpDate {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private record Shown(long second, String text) {}

    private volatile @Nullable Shown last;

    String at(long milliseconds) {
        long second = Math.floorDiv(milliseconds, 1_000L);
        Shown shown = last;
        if (shown == null || shown.second != second) {
            shown = new Shown(second, FORM.format(Instant.ofEpochSecond(second)));
            last = shown;
        }
        return shown.text;
    }
}
