package io.dispatcher.protocol;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/** A time as all JSON here writes it: RFC 3339, in UTC, always with three digits of the second's fraction. {@link Instant#toString} leaves zeros out. */
public final class Timestamp {
    private static final DateTimeFormatter MILLIS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private Timestamp() {}

    public static String of(Instant time) {
        return MILLIS.format(time);
    }
}
