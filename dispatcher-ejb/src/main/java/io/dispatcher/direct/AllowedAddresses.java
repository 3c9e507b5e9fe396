package io.dispatcher.direct;

import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.EgressVerdict;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.hc.client5.http.DnsResolver;
import org.jspecify.annotations.Nullable;

/** The addresses of a name that may be connected to: the client connects to what is returned here and asks nobody else. Thread-safe. */
final class AllowedAddresses implements DnsResolver {
    private final EgressPolicy policy;
    private final Supplier<@Nullable Phases> phases;

    /** @param phases of the exchange that this thread makes */
    AllowedAddresses(EgressPolicy policy, Supplier<@Nullable Phases> phases) {
        this.policy = policy;
        this.phases = phases;
    }

    /** None of them may be connected to. */
    static final class RefusedException extends UnknownHostException {
        private static final long serialVersionUID = 1L;

        RefusedException(String reason) {
            super(reason);
        }
    }

    @Override
    public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
        List<InetSocketAddress> allowed = new ArrayList<>();
        EgressVerdict refused = null;
        InetAddress[] found = InetAddress.getAllByName(host);
        Phases timed = phases.get();
        if (timed != null) {
            timed.resolved();
        }
        for (InetAddress address : found) {
            EgressVerdict verdict = policy.check(address, port);
            if (verdict.allowed()) {
                allowed.add(new InetSocketAddress(address, port));
            } else {
                refused = verdict;
            }
        }
        if (allowed.isEmpty() && refused != null) {
            throw new RefusedException(refused.sentence("the coordinator's"));
        }
        return allowed;
    }

    /** Without a port nothing can be said of an address. */
    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    @Override
    public String resolveCanonicalHostname(String host) {
        return host;
    }
}
