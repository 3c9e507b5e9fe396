package io.dispatcher.mocks;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What goes wrong on purpose. Which of its answers it strikes follows from the seed and their number alone: the same again after a reset.
 *
 * @param rate share of the answers, 0 to 1
 * @param status of {@link Kind#ERROR}
 * @param durationMs over which {@link Kind#SLOW} drips its body
 */
public record Fault(Kind kind, double rate, long seed, int status, int durationMs) {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** In which way. */
    public enum Kind {
        /** The connection breaks before any answer. */
        RESET,
        /** It is closed in order, without an answer. */
        EMPTY,
        /** What comes is no HTTP. */
        GARBAGE,
        /** The body comes in drops. */
        SLOW,
        /** Another status, with a problem as body. */
        ERROR;

        String tag() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param number of the answer, from 0 */
    boolean strikes(long number) {
        return rate >= 1 || rate > 0 && new SplittableRandom(seed + number * MIX).nextDouble() < rate;
    }
}
