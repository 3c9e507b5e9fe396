package io.dispatcher.monitors;

/**
 * What one check says.
 *
 * @param reason why it is not up, at most {@value #LONGEST_REASON} characters; empty if it is
 */
record Verdict(MonitorState state, String reason) {
    static final int LONGEST_REASON = 1_000;
    static final Verdict UP = new Verdict(MonitorState.UP, "");

    Verdict {
        reason = reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    static Verdict unknown(String reason) {
        return new Verdict(MonitorState.UNKNOWN, reason);
    }

    static Verdict down(String reason) {
        return new Verdict(MonitorState.DOWN, reason);
    }

    static Verdict degraded(String reason) {
        return new Verdict(MonitorState.DEGRADED, reason);
    }
}
