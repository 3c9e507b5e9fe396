package io.dispatcher.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Where the coordinator listens.
 *
 * @param host a name or literal without brackets
 * @param port 0 to 65,535; 0 = any
 */
public record BindAddress(String host, int port) {

    /** The addresses of {@code host}, {@code port} and {@code bind}; the host is left out when only binds are given. */
    static List<BindAddress> of(OptionReader options) {
        int port = options.whole("port", 8000, 0, 65_535);
        LinkedHashSet<BindAddress> all = new LinkedHashSet<>();
        List<String> binds = options.list("bind");
        String host = options.text("host");
        if (host != null || binds.isEmpty()) {
            all.add(new BindAddress(host == null ? "127.0.0.1" : withoutBrackets(host), port));
        }
        for (String bind : binds) {
            all.add(parse(bind, port));
        }
        return List.copyOf(new ArrayList<>(all));
    }

    private static BindAddress parse(String text, int port) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end > 1 && end == text.length() - 1) {
                return new BindAddress(text.substring(1, end), port);
            }
            if (end > 1 && text.charAt(end + 1) == ':') {
                return new BindAddress(text.substring(1, end), port(text, text.substring(end + 2)));
            }
            throw wrong(text);
        }
        int colon = text.indexOf(':');
        if (colon < 0 || text.indexOf(':', colon + 1) > 0) {
            return new BindAddress(
                    text, port); // a name, IPv4, or an IPv6 literal that does not need brackets without a port
        }
        if (colon == 0) {
            throw wrong(text);
        }
        return new BindAddress(text.substring(0, colon), port(text, text.substring(colon + 1)));
    }

    private static int port(String bind, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // refused below, like a port out of range
        }
        throw wrong(bind);
    }

    private static SettingsException wrong(String bind) {
        return OptionReader.refuse("bind", bind, "must be ADDR or ADDR:PORT, IPv6 as [ADDR]:PORT");
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
