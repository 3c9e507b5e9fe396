package io.dispatcher.monitors;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** How a target is seen; also what one run says of it. From good to bad, after the one that says nothing. */
public enum MonitorState {
    /** It could not be checked: the vantage point is away, or our own side failed. */
    UNKNOWN('?'),
    UP('u'),
    /** It answers, but not as well as it should. */
    DEGRADED('g'),
    DOWN('d');

    private final char letter;

    MonitorState(char letter) {
        this.letter = letter;
    }

    /** As the API writes it. */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }

    char letter() {
        return letter;
    }

    /** @throws IllegalArgumentException if there is none with this tag */
    static MonitorState of(String tag) {
        return valueOf(tag.toUpperCase(Locale.ROOT));
    }

    /** Of all vantage points together: down is what all that know say, degraded what some do. */
    static MonitorState overall(Collection<MonitorState> seen) {
        List<MonitorState> known =
                seen.stream().filter(state -> state != UNKNOWN).toList();
        if (known.isEmpty()) {
            return UNKNOWN;
        }
        if (known.stream().allMatch(state -> state == UP)) {
            return UP;
        }
        return known.stream().allMatch(state -> state == DOWN) ? DOWN : DEGRADED;
    }
}
