package io.dispatcher.http;

import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.EgressVerdict;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From where and to which of a target's addresses a hop may go. */
final class TargetChoice {
    private final SourceAddresses sources;
    private final EgressPolicy policy;

    TargetChoice(SourceAddresses sources, EgressPolicy policy) {
        this.sources = sources;
        this.policy = policy;
    }

    /**
     * The address to bind; null when the order leaves it to the system.
     *
     * @throws HttpFailure when it is not this agent's: with {@code ip_nonlocal_bind} any address binds, and a foreign one hangs
     */
    @Nullable
    InetAddress source(@Nullable String wanted) throws HttpFailure {
        if (wanted == null) {
            return null;
        }
        InetAddress source = sources.owned(wanted);
        if (source == null) {
            throw new HttpFailure("target-connect", "the source address " + wanted + " is not this agent's (any more)");
        }
        return source;
    }

    /**
     * The addresses to connect to, in turn, every one of them checked.
     *
     * @throws HttpFailure when none has the source's family, or the policy allows none
     */
    List<InetAddress> targets(String host, List<InetAddress> resolved, int port, @Nullable InetAddress source)
            throws HttpFailure {
        List<InetAddress> allowed = new ArrayList<>(resolved.size());
        EgressVerdict refused = null;
        for (InetAddress address : resolved) {
            if (source == null || address.getClass() == source.getClass()) {
                EgressVerdict verdict = policy.check(address, port);
                if (verdict.allowed()) {
                    allowed.add(address);
                } else if (refused == null) {
                    refused = verdict;
                }
            }
        }
        if (refused != null && allowed.isEmpty()) {
            throw new HttpFailure("egress-denied", refused.sentence());
        }
        if (allowed.isEmpty()) {
            throw new HttpFailure("target-connect", noFamily(host, source));
        }
        return allowed;
    }

    private static String noFamily(String host, @Nullable InetAddress source) {
        String text = source == null ? "any" : AddressText.of(source);
        String family = source != null && source.getAddress().length == 4 ? "IPv4" : "IPv6";
        return host + " has no " + family + " address, which the source address " + text + " needs";
    }
}
