package io.dispatcher.tunnel;

import io.dispatcher.config.Settings;
import io.dispatcher.config.Settings.Waits.OfUpstream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long a request through a tunnel waits where it does not say, in seconds.
 *
 * @param upstream for an agent that claims the name
 * @param ack for that one's acknowledgement
 * @param reply for the beginning of the answer
 * @param byUpstream where they are others
 */
public record TunnelWaits(double upstream, double ack, double reply, Map<String, OfUpstream> byUpstream) {
    private static final double REPLY = 60;

    public static TunnelWaits of(Settings.Waits waits) {
        return new TunnelWaits(waits.upstream(), waits.ack(), or(waits.reply(), REPLY), waits.byUpstream());
    }

    /** Those of one upstream. */
    TunnelWaits of(String name) {
        OfUpstream own = byUpstream.get(name);
        return own == null
                ? this
                : new TunnelWaits(or(own.upstream(), upstream), or(own.ack(), ack), or(own.reply(), reply), Map.of());
    }

    private static double or(@Nullable Double said, double otherwise) {
        return said == null ? otherwise : said;
    }
}
