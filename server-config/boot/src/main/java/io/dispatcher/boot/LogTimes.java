package io.dispatcher.boot;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** RFC 3339, UTC, milliseconds. */
final class LogTimes {

    private static final DateTimeFormatter FORM =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private LogTimes() {}

    static String format(Instant time) {
        return FORM.format(time);
    }
}
