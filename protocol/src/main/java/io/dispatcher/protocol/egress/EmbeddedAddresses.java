package io.dispatcher.protocol.egress;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** An address and the IPv4 addresses a gateway on the way would turn it into. */
final class EmbeddedAddresses {
    private static final IPAddressGenerator FROM_BYTES = new IPAddressGenerator();
    private static final int ISATAP = 0x5efe;

    private EmbeddedAddresses() {}

    /** The address itself first; one that is only an IPv4 address written as IPv6 is given as IPv4. */
    static List<IPAddress> of(InetAddress address) {
        byte[] bytes = address.getAddress();
        List<IPAddress> all = new ArrayList<>(3);
        if (bytes.length == 4) {
            all.add(FROM_BYTES.from(bytes));
            return all;
        }
        if (isMapped(bytes)) {
            all.add(ipv4(bytes, 12, 0));
            return all;
        }
        all.add(FROM_BYTES.from(bytes));
        addTranslated(bytes, all);
        return all;
    }

    private static void addTranslated(byte[] bytes, List<IPAddress> all) {
        int first = group(bytes, 0);
        int second = group(bytes, 1);
        if (first == 0x64 && second == 0xff9b) {
            all.add(ipv4(bytes, 12, 0));
        } else if (first == 0x2002) {
            all.add(ipv4(bytes, 2, 0));
        } else if (first == 0x2001 && second == 0) {
            all.add(ipv4(bytes, 4, 0));
            all.add(ipv4(bytes, 12, 0xff));
        } else if (isCompatible(bytes) || isTranslated(bytes) || isIsatap(bytes)) {
            all.add(ipv4(bytes, 12, 0));
        }
    }

    private static boolean isMapped(byte[] bytes) {
        return zeros(bytes, 10) && group(bytes, 5) == 0xffff;
    }

    // ::a.b.c.d, but :: and ::1 are addresses of their own.
    private static boolean isCompatible(byte[] bytes) {
        return zeros(bytes, 12) && (group(bytes, 6) != 0 || group(bytes, 7) > 1);
    }

    // ::ffff:0:a.b.c.d of RFC 2765.
    private static boolean isTranslated(byte[] bytes) {
        return zeros(bytes, 8) && group(bytes, 4) == 0xffff && group(bytes, 5) == 0;
    }

    private static boolean isIsatap(byte[] bytes) {
        return (group(bytes, 4) & 0xfcff) == 0 && group(bytes, 5) == ISATAP;
    }

    private static boolean zeros(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static int group(byte[] bytes, int index) {
        return (bytes[2 * index] & 0xff) << 8 | bytes[2 * index + 1] & 0xff;
    }

    private static IPAddress ipv4(byte[] bytes, int offset, int mask) {
        byte[] four = new byte[4];
        for (int i = 0; i < 4; i++) {
            four[i] = (byte) (bytes[offset + i] ^ mask);
        }
        return FROM_BYTES.from(four);
    }
}
