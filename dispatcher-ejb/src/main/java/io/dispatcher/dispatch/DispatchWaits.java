package io.dispatcher.dispatch;

import org.jspecify.annotations.Nullable;

/**
 * The waits of one dispatch, resolved from request and settings; all in nanoseconds.
 *
 * @param agentNanos for a matching agent to be connected
 * @param queueNanos whole stay in queues (ttl)
 * @param ackNanos from handed over to acknowledged
 * @param replyNanos from handed over to answered
 * @param graceNanos how long a lost agent may take to come back with the answer
 */
public record DispatchWaits(long agentNanos, long queueNanos, long ackNanos, long replyNanos, long graceNanos) {

    /** The coordinator's defaults, in seconds; {@code agentWait} null: the ttl, {@code replyWait} null: timeout + 5. */
    public record Defaults(
            @Nullable Double agentWait,
            double ackWait,
            @Nullable Double replyWait,
            double agentGrace) {}

    static DispatchWaits of(ExecuteRequest request, Defaults defaults) {
        double agent = first(request.agentWait(), defaults.agentWait(), request.ttl());
        double reply = first(request.replyWait(), defaults.replyWait(), request.timeout() + 5);
        double ack = first(request.ackWait(), null, defaults.ackWait());
        return new DispatchWaits(
                nanos(Math.min(agent, request.ttl())),
                nanos(request.ttl()),
                nanos(ack),
                nanos(reply),
                nanos(defaults.agentGrace()));
    }

    private static double first(@Nullable Double asked, @Nullable Double setting, double fallback) {
        return asked != null ? asked : setting != null ? setting : fallback;
    }

    private static long nanos(double seconds) {
        return (long) (seconds * 1e9);
    }
}
