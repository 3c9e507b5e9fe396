package io.dispatcher.tunnel;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.dispatcher.config.Settings;
import io.dispatcher.protocol.HeaderField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What an upstream is told of the way a request took: {@code Forwarded} (RFC 7239) and {@code Via} (RFC 9110, section 7.6.3).
 *
 * @param kept whether what the caller says of the way before is passed on, if it is trusted
 * @param added whether this hop is told
 * @param trusted networks of callers that may say so; empty: any
 */
public record ForwardedTrace(boolean kept, boolean added, List<IPAddress> trusted) {
    public static final String VIA = "1.1 dispatcher";

    public ForwardedTrace {
        trusted = List.copyOf(trusted);
    }

    public static ForwardedTrace of(Settings.Forwarded settings) {
        return new ForwardedTrace(
                !settings.mode().equals("replace"),
                !settings.mode().equals("off"),
                settings.trusted().stream()
                        .map(text -> new IPAddressString(text).getAddress().toPrefixBlock())
                        .toList());
    }

    void apply(List<HeaderField> headers, String remote, String scheme, @Nullable String host) {
        if (!kept || !isTrusted(remote)) {
            headers.removeIf(header -> isTrace(header.name().toLowerCase(Locale.ROOT)));
        }
        if (added) {
            headers.add(new HeaderField(
                    "Forwarded",
                    "for=" + node(remote) + ";proto=" + scheme
                            + (host == null ? "" : ";host=\"" + quoted(host) + "\"")));
            headers.add(new HeaderField("Via", VIA));
        }
    }

    private boolean isTrusted(String remote) {
        IPAddress address = trusted.isEmpty() ? null : new IPAddressString(remote).getAddress();
        return trusted.isEmpty() || address != null && trusted.stream().anyMatch(network -> network.contains(address));
    }

    private static boolean isTrace(String name) {
        return name.equals("forwarded")
                || name.equals("via")
                || name.equals("x-real-ip")
                || name.startsWith("x-forwarded-");
    }

    private static String node(String address) {
        return address.indexOf(':') < 0 ? address : "\"[" + address + "]\"";
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
