package io.dispatcher.tunnel;

import io.dispatcher.config.Settings;

/**
 * How long a request through a tunnel waits where it does not say, in seconds.
 *
 * @param upstream for an agent that claims the name
 * @param ack for that one's acknowledgement
 * @param reply for the beginning of the answer
 */
public record TunnelWaits(double upstream, double ack, double reply) {
    private static final double REPLY = 60;

    public static TunnelWaits of(Settings.Waits waits) {
        Double reply = waits.reply();
        return new TunnelWaits(waits.upstream(), waits.ack(), reply == null ? REPLY : reply);
    }
}
