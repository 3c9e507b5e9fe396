package io.dispatcher.protocol;

/** Milliseconds of the phases of one exchange as the agent saw them; sums over redirects, 0 for a phase that did not happen. */
public record WorkTimings(double dnsMs, double connectMs, double tlsMs, double firstByteMs, double totalMs) {
    public static final WorkTimings NONE = new WorkTimings(0, 0, 0, 0, 0);
}
