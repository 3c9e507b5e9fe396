package io.dispatcher.monitors;

import java.time.Instant;

/**
 * How one vantage point sees a target over its runs. It takes some runs in a row to change: the monitor says how many. What could not be checked counts
 * neither for nor against the target.
 *
 * @param since when it became so
 * @param reason the last one that was given for it
 * @param recent letters of the last verdicts, the newest last
 */
record VantageState(MonitorState state, Instant since, String reason, String recent) {
    private static final int REMEMBERED = 20;

    static VantageState begun(Instant now) {
        return new VantageState(MonitorState.UNKNOWN, now, "", "");
    }

    /**
     * After one more run.
     *
     * @param failures runs in a row until it is worse
     * @param successes runs in a row until it is better
     */
    VantageState after(Verdict verdict, int failures, int successes, Instant now) {
        String all = recent + verdict.state().letter();
        String seen = all.substring(Math.max(0, all.length() - REMEMBERED));
        MonitorState next = next(verdict.state(), seen, failures, successes);
        String why = next == verdict.state() || next != state ? verdict.reason() : reason;
        return new VantageState(next, next == state ? since : now, why, seen);
    }

    private MonitorState next(MonitorState verdict, String seen, int failures, int successes) {
        if (verdict == MonitorState.UNKNOWN) {
            return streak(seen, "?") >= failures ? MonitorState.UNKNOWN : state;
        }
        String known = seen.replace("?", "");
        int better = state == MonitorState.UNKNOWN ? 1 : successes;
        if (streak(known, "d") >= failures) {
            return MonitorState.DOWN;
        }
        if (streak(known, "u") >= better) {
            return MonitorState.UP;
        }
        boolean worse = state == MonitorState.UP && streak(known, "dg") >= failures;
        boolean recovering = state == MonitorState.DOWN && streak(known, "ug") >= successes;
        boolean first = state == MonitorState.UNKNOWN && verdict == MonitorState.DEGRADED;
        return worse || recovering || first ? MonitorState.DEGRADED : state;
    }

    /** How many of the last are of these. */
    private static int streak(String seen, String letters) {
        int from = seen.length();
        while (from > 0 && letters.indexOf(seen.charAt(from - 1)) >= 0) {
            from--;
        }
        return seen.length() - from;
    }
}
