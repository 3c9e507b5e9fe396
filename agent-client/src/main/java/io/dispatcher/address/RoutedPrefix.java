package io.dispatcher.address;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.math.BigInteger;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** A prefix that is routed to this machine: some of its addresses are in the rotation, any may be named. Immutable. */
public final class RoutedPrefix {
    static final int DEFAULT_COUNT = 1000;
    private static final IPAddressGenerator FROM_BYTES = new IPAddressGenerator();

    private final IPAddress block;
    private final int count;

    private RoutedPrefix(IPAddress block, int count) {
        this.block = block;
        this.count = count;
    }

    /**
     * Reads {@code P/LEN} or {@code P/LEN=N}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static RoutedPrefix parse(String text) {
        int equals = text.indexOf('=');
        String prefix = equals < 0 ? text : text.substring(0, equals);
        IPAddress block = block(prefix);
        BigInteger hosts = hosts(block);
        if (equals < 0) {
            return new RoutedPrefix(
                    block, hosts.min(BigInteger.valueOf(DEFAULT_COUNT)).intValue());
        }
        int count = count(text.substring(equals + 1), text);
        if (BigInteger.valueOf(count).compareTo(hosts) > 0) {
            throw new IllegalArgumentException("'" + text + "': the prefix has only " + hosts + " host addresses");
        }
        return new RoutedPrefix(block, count);
    }

    private static IPAddress block(String prefix) {
        try {
            IPAddress address = new IPAddressString(prefix.strip()).toAddress();
            if (address == null || !address.isPrefixed() || !prefix.matches("[0-9a-fA-F:.]+/[0-9]+")) {
                throw new IllegalArgumentException("'" + prefix + "' is no prefix like 2001:db8::/64");
            }
            return address.toPrefixBlock();
        } catch (AddressStringException e) {
            throw new IllegalArgumentException("'" + prefix + "' is no prefix like 2001:db8::/64", e);
        }
    }

    private static int count(String digits, String text) {
        if (!digits.matches("[1-9][0-9]{0,4}") || Integer.parseInt(digits) > AddressBook.MAX_ADDRESSES) {
            throw new IllegalArgumentException(
                    "'" + text + "': the count is not between 1 and " + AddressBook.MAX_ADDRESSES);
        }
        return Integer.parseInt(digits);
    }

    // Without the network's own address, where there is one.
    private static BigInteger hosts(IPAddress block) {
        return skipsFirst(block) ? block.getCount().subtract(BigInteger.ONE) : block.getCount();
    }

    private static boolean skipsFirst(IPAddress block) {
        return block.getCount().compareTo(BigInteger.TWO) > 0;
    }

    /** The addresses in the rotation. */
    List<InetAddress> rotation() {
        List<InetAddress> addresses = new ArrayList<>(count);
        IPAddress next = block.getLower().withoutPrefixLength();
        next = skipsFirst(block) ? next.increment(1) : next;
        for (int i = 0; i < count; i++) {
            addresses.add(next.increment(i).toInetAddress());
        }
        return addresses;
    }

    boolean contains(InetAddress address) {
        return block.contains(FROM_BYTES.from(address.getAddress()));
    }

    /** {@code 2001:db8::/64}. */
    String text() {
        return block.toCanonicalString();
    }

    boolean isIpv6() {
        return block.isIPv6();
    }
}
