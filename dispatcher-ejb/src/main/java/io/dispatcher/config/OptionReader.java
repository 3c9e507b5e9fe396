package io.dispatcher.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Typed access to {@code dispatcher.<option>} texts; every refusal names the option as the user writes it. */
final class OptionReader {
    static final String PREFIX = "dispatcher.";

    private final Function<String, @Nullable String> source;

    /** @param source the text of a full property name, null or blank where unset */
    OptionReader(Function<String, @Nullable String> source) {
        this.source = source;
    }

    @Nullable
    String text(String option) {
        String value = source.apply(PREFIX + option);
        return value == null || value.isBlank() ? null : value.strip();
    }

    String text(String option, String byDefault) {
        String value = text(option);
        return value == null ? byDefault : value;
    }

    @Nullable
    Path file(String option) {
        String value = text(option);
        return value == null ? null : Path.of(value);
    }

    List<String> list(String option) {
        String value = text(option);
        return value == null
                ? List.of()
                : Stream.of(value.split(",", -1))
                        .map(String::strip)
                        .filter(part -> !part.isEmpty())
                        .toList();
    }

    String oneOf(String option, String byDefault, List<String> allowed) {
        String value = text(option, byDefault).toLowerCase(Locale.ROOT);
        if (!allowed.contains(value)) {
            throw refuse(option, value, "must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    boolean flag(String option) {
        return flag(option, false);
    }

    boolean flag(String option, boolean byDefault) {
        return oneOf(option, String.valueOf(byDefault), List.of("true", "false"))
                .equals("true");
    }

    int whole(String option, int byDefault, int least, int most) {
        return (int) whole(option, (long) byDefault, least, most);
    }

    long whole(String option, long byDefault, long least, long most) {
        String value = text(option);
        if (value == null) {
            return byDefault;
        }
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw refuse(option, value, "must be a whole number from " + least + " to " + most);
    }

    double seconds(String option, double byDefault) {
        Double value = seconds(option);
        return value == null ? byDefault : value;
    }

    @Nullable
    Double seconds(String option) {
        String value = text(option);
        return value == null ? null : seconds(option, value, value);
    }

    /** @param number the part of the value that is the seconds */
    double seconds(String option, String value, String number) {
        try {
            double seconds = Double.parseDouble(number);
            if (seconds >= 0 && seconds <= Settings.MAX_WAIT_SECONDS) {
                return seconds;
            }
        } catch (NumberFormatException e) {
            // refused below, like a number out of range
        }
        throw refuse(option, value, "must be seconds from 0 to " + Settings.MAX_WAIT_SECONDS);
    }

    @Nullable
    URI httpUrl(String option) {
        String value = text(option);
        if (value == null) {
            return null;
        }
        try {
            URI url = new URI(value);
            String scheme = url.getScheme();
            if (url.getHost() != null && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                return url;
            }
        } catch (URISyntaxException e) {
            // refused below, like another scheme
        }
        throw refuse(option, value, "must be an http or https URL with a host");
    }

    static SettingsException refuse(String option, String value, String rule) {
        return new SettingsException("--" + option + " " + value + ": " + rule);
    }
}
