package io.dispatcher.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.regex.Pattern;

/** The written form of networks, {@code ADDRESS} or {@code ADDRESS/LENGTH}; never resolves a name. */
final class Networks {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private Networks() {}

    static List<String> checked(String option, OptionReader options) {
        List<String> networks = options.list(option);
        for (String network : networks) {
            if (!isNetwork(network)) {
                throw OptionReader.refuse(option, network, "must be an address or ADDRESS/LENGTH");
            }
        }
        return networks;
    }

    static boolean isNetwork(String text) {
        int slash = text.indexOf('/');
        String address = slash < 0 ? text : text.substring(0, slash);
        int bits = bits(address);
        if (bits == 0 || slash < 0) {
            return bits != 0;
        }
        String length = text.substring(slash + 1);
        return length.matches("\\d{1,3}") && Integer.parseInt(length) <= bits;
    }

    private static int bits(String address) {
        if (!V4.matcher(address).matches() && !V6.matcher(address).matches()) {
            return 0; // a name would be looked up by the next line
        }
        try {
            return InetAddress.getByName(address).getAddress().length * 8;
        } catch (UnknownHostException e) {
            return 0;
        }
    }
}
