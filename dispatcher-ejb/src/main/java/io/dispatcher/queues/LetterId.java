package io.dispatcher.queues;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names a message that lies at a last stop, also after a restart.
 *
 * @param timestamp of the message: the broker can look for it
 * @param message the broker's number, unique
 */
public record LetterId(long timestamp, long message) {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})-(\\d{1,18})");

    /** Null for what is none. */
    public static @Nullable LetterId parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? new LetterId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)))
                : null;
    }

    @Override
    public String toString() {
        return timestamp + "-" + message;
    }
}
