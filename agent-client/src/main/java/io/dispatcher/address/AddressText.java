package io.dispatcher.address;

import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.net.InetAddress;

/** Addresses as the protocol writes them. */
public final class AddressText {
    private static final IPAddressGenerator FROM_BYTES = new IPAddressGenerator();

    private AddressText() {}

    /** RFC 5952 form without a zone. */
    public static String of(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == 4
                ? address.getHostAddress()
                : FROM_BYTES.from(bytes).toCanonicalString();
    }
}
