package io.dispatcher.boot;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address and port to listen on.
 *
 * @param host the address as given, without brackets
 * @param port from 0 (any) to 65535
 */
record Bind(String host, int port) {

    private static final Pattern FORM = Pattern.compile("(?:\\[([^]]+)]|([^:\\[\\]]+))(?::(\\d{1,5}))?");

    /**
     * Reads {@code ADDR[:PORT]}; an IPv6 address is in brackets.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static Bind parse(String text, int defaultPort) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not ADDR[:PORT]: " + text);
        }
        int port = matcher.group(3) == null ? defaultPort : Integer.parseInt(matcher.group(3));
        if (port > 65_535) {
            throw new IllegalArgumentException("port over 65535: " + text);
        }
        return new Bind(matcher.group(1) == null ? matcher.group(2) : matcher.group(1), port);
    }

    /** The address itself; looks up a name. */
    InetAddress address() throws UnknownHostException {
        return InetAddress.getByName(host);
    }

    boolean loopback() throws UnknownHostException {
        return address().isLoopbackAddress();
    }

    /** True if a listener on this one also takes what comes for the other. */
    boolean covers(Bind other) throws UnknownHostException {
        if (port != other.port) {
            return false;
        }
        InetAddress own = address();
        InetAddress others = other.address();
        return own.equals(others)
                || own.isAnyLocalAddress() && (!(own instanceof Inet4Address) || others instanceof Inet4Address);
    }

    Bind withPort(int newPort) {
        return new Bind(host, newPort);
    }

    /** For people and for clients: {@code http://[::1]:8000}. */
    String url(String scheme) {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }

    /** The same list without those that another one covers. Keeps the order. */
    static List<Bind> merged(List<Bind> binds) throws UnknownHostException {
        List<Bind> result = new ArrayList<>();
        for (Bind candidate : binds) {
            if (coveredBy(candidate, result)) {
                continue;
            }
            List<Bind> kept = new ArrayList<>();
            for (Bind earlier : result) {
                if (!candidate.covers(earlier)) {
                    kept.add(earlier);
                }
            }
            kept.add(candidate);
            result = kept;
        }
        return List.copyOf(result);
    }

    private static boolean coveredBy(Bind candidate, List<Bind> others) throws UnknownHostException {
        for (Bind other : others) {
            if (other.covers(candidate)) {
                return true;
            }
        }
        return false;
    }
}
