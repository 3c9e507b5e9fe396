package io.dispatcher.protocol.egress;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Named address ranges, in the order they are looked at. */
final class Ranges {
    private static final Pattern PLAIN =
            Pattern.compile("([0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F.]*:[0-9a-fA-F:.]*)(/[0-9]{1,3})?");

    /** No option opens these: they reach the machine's own network plumbing or cloud credentials, or nobody in particular. */
    static final List<Range> NEVER = List.of(
            range("metadata", "169.254.169.254/32"),
            range("metadata", "100.100.100.200/32"),
            range("metadata", "168.63.129.16/32"),
            range("metadata", "192.0.0.192/32"),
            range("metadata", "fd00:ec2::254/128"),
            range("metadata", "fd20:ce::254/128"),
            range("unspecified", "0.0.0.0/8"),
            range("unspecified", "::/128"),
            range("link-local", "169.254.0.0/16"),
            range("link-local", "fe80::/10"),
            range("multicast", "224.0.0.0/4"),
            range("multicast", "ff00::/8"),
            range("broadcast", "255.255.255.255/32"));

    /** Refused unless allowed: not reachable from the public network, so what listens there does not expect strangers. */
    static final List<Range> UNLESS_ALLOWED = List.of(
            range("loopback", "127.0.0.0/8"),
            range("loopback", "::1/128"),
            range("private", "10.0.0.0/8"),
            range("private", "172.16.0.0/12"),
            range("private", "192.168.0.0/16"),
            range("unique-local", "fc00::/7"),
            range("site-local", "fec0::/10"),
            range("shared", "100.64.0.0/10"),
            range("benchmarking", "198.18.0.0/15"),
            range("benchmarking", "2001:2::/48"),
            range("protocol-assignments", "192.0.0.0/24"),
            range("documentation", "192.0.2.0/24"),
            range("documentation", "198.51.100.0/24"),
            range("documentation", "203.0.113.0/24"),
            range("documentation", "2001:db8::/32"),
            range("documentation", "3fff::/20"),
            range("discard", "100::/64"),
            range("nat64-local", "64:ff9b:1::/48"),
            range("segment-routing", "5f00::/16"),
            range("reserved", "240.0.0.0/4"));

    record Range(String name, IPAddress block) {}

    private Ranges() {}

    /**
     * A block of addresses from its text form.
     *
     * @throws IllegalArgumentException if the text is no address or prefix, or has bits set beyond its prefix length
     */
    static IPAddress block(String cidr) {
        try {
            // The library also knows wildcards, short forms and the empty text; a policy should not be that clever.
            if (!PLAIN.matcher(cidr.strip()).matches()) {
                throw new IllegalArgumentException("'" + cidr + "' is no address range like 10.0.0.0/8 or fd00::/8");
            }
            IPAddress address = new IPAddressString(cidr.strip()).toAddress();
            return address.isPrefixed() ? address.toPrefixBlock() : address;
        } catch (AddressStringException e) {
            throw new IllegalArgumentException("'" + cidr + "' is no address range like 10.0.0.0/8 or fd00::/8", e);
        }
    }

    static @Nullable Range containing(List<Range> ranges, IPAddress address) {
        for (Range range : ranges) {
            if (range.block().contains(address)) {
                return range;
            }
        }
        return null;
    }

    private static Range range(String name, String cidr) {
        return new Range(name, block(cidr));
    }
}
