package io.dispatcher.address;

import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.AgentAddress;
import io.dispatcher.protocol.Inventory;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The agent's own source addresses: what it offers, and the only ones it will bind. Those that were configured are offered while the
 * machine has them; without any, the machine's IPv6 addresses, else the default IPv4 route. Thread-safe.
 */
public final class AddressBook {
    /** More do not fit into one HELLO beside the orders an agent remembers. */
    public static final int MAX_ADDRESSES = 2048;

    private final List<InetAddress> configured;
    private final List<RoutedPrefix> prefixes;
    private final Set<String> more;
    private final MachineAddresses machine;
    private final List<InetAddress> ofPrefixes = new ArrayList<>();
    private volatile Snapshot now;

    private record Snapshot(Map<String, InetAddress> owned, Inventory inventory) {}

    /**
     * Looks at the machine for the first time.
     *
     * @param configured literals
     * @param more capabilities that are no matter of addresses
     * @throws AddressProblem naming an address that is not this machine's, or a prefix that cannot be bound
     */
    public AddressBook(List<String> configured, List<RoutedPrefix> prefixes, Set<String> more) throws AddressProblem {
        this(configured, prefixes, more, new LinuxAddresses(Path.of("/proc")));
    }

    AddressBook(List<String> configured, List<RoutedPrefix> prefixes, Set<String> more, MachineAddresses machine)
            throws AddressProblem {
        this.machine = machine;
        this.more = Set.copyOf(more);
        this.prefixes = List.copyOf(prefixes);
        this.configured = new ArrayList<>();
        for (String text : configured) {
            this.configured.add(checked(text));
        }
        for (RoutedPrefix prefix : prefixes) {
            check(prefix);
            ofPrefixes.addAll(prefix.rotation());
        }
        if (configured.size() + ofPrefixes.size() > MAX_ADDRESSES) {
            throw new AddressProblem(
                    "more than " + MAX_ADDRESSES + " addresses: give fewer, or a smaller --prefix …=N");
        }
        now = look();
    }

    private InetAddress checked(String text) throws AddressProblem {
        InetAddress address = AddressText.parse(text);
        if (address == null || address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new AddressProblem("--address " + text + ": no IP address one can send from");
        }
        if (!machine.owns(address)) {
            throw new AddressProblem("--address " + text + ": not an address of this machine (see 'ip addr')");
        }
        return address;
    }

    private void check(RoutedPrefix prefix) throws AddressProblem {
        List<InetAddress> rotation = prefix.rotation();
        InetAddress first = rotation.get(0);
        InetAddress last = rotation.get(rotation.size() - 1);
        for (InetAddress address : List.of(first, last)) {
            if (!machine.canBind(address) || !machine.owns(address)) {
                String version = prefix.isIpv6() ? "-6 " : "";
                String family = prefix.isIpv6() ? "ipv6" : "ipv4";
                throw new AddressProblem("--prefix " + prefix.text() + ": " + AddressText.of(address)
                        + " cannot be used as a source; as root: ip " + version + "route add local " + prefix.text()
                        + " dev lo && sysctl net." + family + ".ip_nonlocal_bind=1");
            }
        }
    }

    /** What to tell a node. */
    public Inventory inventory() {
        return now.inventory();
    }

    /**
     * Looks again.
     *
     * @return whether anything changed
     */
    public boolean refresh() {
        Snapshot before = now;
        Snapshot after = look();
        now = after;
        return !before.inventory().equals(after.inventory());
    }

    /** The address to bind for this text, null if it is not (or no longer) this agent's. */
    public @Nullable InetAddress owned(String text) {
        InetAddress known = now.owned().get(text);
        if (known != null) {
            return known;
        }
        InetAddress address = AddressText.parse(text);
        if (address == null) {
            return null;
        }
        InetAddress same = now.owned().get(AddressText.of(address));
        if (same != null) {
            return same;
        }
        return prefixes.stream().anyMatch(prefix -> prefix.contains(address)) ? address : null;
    }

    private Snapshot look() {
        Map<String, InetAddress> owned = new LinkedHashMap<>();
        List<AgentAddress> offered = new ArrayList<>();
        for (InetAddress address : configured) {
            if (machine.owns(address)) {
                offer(address, "configured", owned, offered);
            }
        }
        ofPrefixes.forEach(address -> offer(address, "prefix", owned, offered));
        InetAddress ipv4 = machine.defaultIpv4();
        List<InetAddress> ipv6 = machine.usableIpv6();
        if (configured.isEmpty() && prefixes.isEmpty()) {
            ipv6.stream().limit(MAX_ADDRESSES).forEach(address -> offer(address, "detected", owned, offered));
            if (offered.isEmpty() && ipv4 != null) {
                offer(ipv4, "default-route", owned, offered);
            }
        }
        List<String> texts = prefixes.stream().map(RoutedPrefix::text).toList();
        List<String> capabilities = capabilities(offered, ipv4 != null, !ipv6.isEmpty());
        return new Snapshot(owned, new Inventory(offered, texts, capabilities, List.of()));
    }

    private List<String> capabilities(List<AgentAddress> offered, boolean ipv4, boolean ipv6) {
        Set<String> capabilities = new TreeSet<>(more);
        capabilities.add("http");
        offered.forEach(address -> capabilities.add(address.family()));
        if (ipv4) {
            capabilities.add("ipv4");
        }
        if (ipv6) {
            capabilities.add("ipv6");
        }
        if (!prefixes.isEmpty()) {
            capabilities.add("prefix");
        }
        return List.copyOf(capabilities);
    }

    private static void offer(
            InetAddress address, String origin, Map<String, InetAddress> owned, List<AgentAddress> offered) {
        String text = AddressText.of(address);
        if (owned.putIfAbsent(text, address) == null) {
            offered.add(new AgentAddress(text, AddressText.family(address), origin));
        }
    }
}
