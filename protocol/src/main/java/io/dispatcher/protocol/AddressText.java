package io.dispatcher.protocol;

import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

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

    /** The address of a literal, without any name look-up; null if the text is none. */
    public static @Nullable InetAddress parse(String text) {
        boolean colons = text.indexOf(':') >= 0;
        boolean shape = colons ? text.matches("[0-9a-fA-F:.]{2,45}") : text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
        try {
            return shape ? InetAddress.getByName(text) : null;
        } catch (UnknownHostException e) {
            return null;
        }
    }

    /** {@code ipv4} or {@code ipv6}. */
    public static String family(InetAddress address) {
        return address.getAddress().length == 4 ? "ipv4" : "ipv6";
    }
}
