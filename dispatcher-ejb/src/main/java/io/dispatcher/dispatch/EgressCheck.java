package io.dispatcher.dispatch;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.dispatcher.dispatch.pipeline.Ask;
import io.dispatcher.dispatch.pipeline.Stage;
import io.dispatcher.dispatch.pipeline.Turn;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.EgressVerdict;
import io.dispatcher.protocol.egress.Endpoint;
import java.net.InetAddress;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What no agent may be asked to connect to, seen before dispatch: addresses that are always refused, this coordinator itself, and what it was told
 * to deny. Whether loopback and private ranges are allowed is each agent's own affair, and so are names, which only the agent resolves.
 * Thread-safe.
 */
public final class EgressCheck implements Stage {
    private static final List<String> EVERYWHERE = List.of("0.0.0.0/0", "::/0");

    private final EgressPolicy policy;

    /** Of requests that this coordinator makes itself. */
    public EgressCheck(EgressPolicy policy) {
        this.policy = policy;
    }

    public EgressCheck(Collection<String> deny, Collection<Endpoint> coordinator) {
        policy = new EgressPolicy(EVERYWHERE, deny, coordinator);
    }

    @Override
    public @Nullable Failure refuses(Ask ask, Turn turn) {
        if (ask.request().selection().upstream() != null) {
            // An upstream is allowed by being configured at its agent.
            return null;
        }
        EgressVerdict verdict = verdict(ask.request().uri());
        return verdict == null || verdict.allowed() ? null : new Failure(FailureType.EGRESS_DENIED, verdict.sentence());
    }

    /** The verdict on a URL with an address in it; null for one with a name. */
    public @Nullable EgressVerdict verdict(URI uri) {
        IPAddress literal = literal(uri.getHost());
        return literal == null ? null : policy.check(literal.toInetAddress(), port(uri));
    }

    /** The verdict on an address that is pinged. */
    public EgressVerdict verdict(InetAddress address) {
        return policy.check(address, 0);
    }

    private static @Nullable IPAddress literal(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        // Names are the usual case: no parser for what cannot be an address.
        if (bare.indexOf(':') < 0 && !Character.isDigit(bare.charAt(0))) {
            return null;
        }
        IPAddress address = new IPAddressString(bare).getAddress();
        return address == null || address.isMultiple() ? null : address;
    }

    private static int port(URI uri) {
        return uri.getPort() > 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
