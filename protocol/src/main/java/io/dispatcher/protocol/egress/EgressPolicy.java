package io.dispatcher.protocol.egress;

import inet.ipaddr.IPAddress;
import io.dispatcher.protocol.egress.Ranges.Range;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a resolved address, the one then connected to (CONTRACT section 9).
 *
 * <p>Always refused: metadata addresses, unspecified, link-local, multicast, broadcast and the coordinator's own endpoints. {@code deny}
 * comes next and wins over {@code allow}. Loopback, private and other special ranges are refused unless allowed. IPv4 addresses inside
 * IPv6 ones (mapped, compatible, NAT64, 6to4, Teredo, ISATAP) are judged as well, each by itself. Keeps a bounded cache of verdicts.
 * Thread-safe.
 */
public final class EgressPolicy {
    private static final int CACHED_VERDICTS = 4096;

    private final List<IPAddress> allow;
    private final List<IPAddress> deny;
    private volatile Set<Endpoint> coordinators;
    private final ConcurrentHashMap<InetAddress, EgressVerdict> verdicts = new ConcurrentHashMap<>();

    /**
     * @param allow CIDR ranges or single addresses to open among those refused by default
     * @param deny CIDR ranges or single addresses to refuse; stronger than {@code allow}
     * @param coordinators endpoints of the coordinator itself
     * @throws IllegalArgumentException naming the text that is no range
     */
    public EgressPolicy(Collection<String> allow, Collection<String> deny, Collection<Endpoint> coordinators) {
        this.allow = allow.stream().map(Ranges::block).toList();
        this.deny = deny.stream().map(Ranges::block).toList();
        this.coordinators = Set.copyOf(coordinators);
    }

    /** Refuses these endpoints from now on, instead of those given before. */
    public void protect(Collection<Endpoint> endpoints) {
        coordinators = Set.copyOf(endpoints);
    }

    /**
     * The verdict about connecting to an address.
     *
     * @param port 0 where there is none (ping): the coordinator's endpoints are then not compared
     */
    public EgressVerdict check(InetAddress address, int port) {
        if (port != 0 && !coordinators.isEmpty() && isCoordinator(address, port)) {
            return new EgressVerdict(false, "coordinator", address.getHostAddress(), null);
        }
        EgressVerdict known = verdicts.get(address);
        if (known != null) {
            return known;
        }
        EgressVerdict verdict = judge(address);
        if (verdicts.size() >= CACHED_VERDICTS) {
            verdicts.clear();
        }
        verdicts.put(address, verdict);
        return verdict;
    }

    private boolean isCoordinator(InetAddress address, int port) {
        if (matches(address, port)) {
            return true;
        }
        if (address.getAddress().length == 4) {
            return false;
        }
        for (IPAddress form : EmbeddedAddresses.of(address)) {
            if (matches(form.toInetAddress(), port)) {
                return true;
            }
        }
        return false;
    }

    // What listens on one loopback address may well listen on all of them.
    private boolean matches(InetAddress address, int port) {
        for (Endpoint coordinator : coordinators) {
            boolean same = coordinator.address().equals(address);
            boolean bothHere = coordinator.address().isLoopbackAddress() && address.isLoopbackAddress();
            if (coordinator.port() == port && (same || bothHere)) {
                return true;
            }
        }
        return false;
    }

    private EgressVerdict judge(InetAddress address) {
        List<IPAddress> forms = EmbeddedAddresses.of(address);
        String text = forms.get(0).toCanonicalString();
        String opened = null;
        for (IPAddress form : forms) {
            Range never = Ranges.containing(Ranges.NEVER, form);
            if (never != null) {
                return new EgressVerdict(false, never.name(), text, null);
            }
            IPAddress denied = containing(deny, form);
            if (denied != null) {
                return new EgressVerdict(false, "deny " + denied.toCanonicalString(), text, null);
            }
            Range special = Ranges.containing(Ranges.UNLESS_ALLOWED, form);
            IPAddress allowed = special == null ? null : containing(allow, form);
            if (special != null && allowed == null) {
                return new EgressVerdict(false, special.name(), text, option(special));
            }
            if (allowed != null) {
                opened = "allow " + allowed.toCanonicalString();
            }
        }
        return new EgressVerdict(true, opened == null ? "public" : opened, text, null);
    }

    private static String option(Range range) {
        IPAddress block = range.block();
        return "--allow " + (block.isMultiple() ? block : block.withoutPrefixLength()).toCanonicalString();
    }

    private static @Nullable IPAddress containing(List<IPAddress> blocks, IPAddress address) {
        for (IPAddress block : blocks) {
            if (block.contains(address)) {
                return block;
            }
        }
        return null;
    }
}
