package io.dispatcher.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where to listen: {@code PORT}, {@code ADDR:PORT} or {@code [v6]:PORT}; loopback where no address is given. */
record ListenAddress(String host, int port) {
    private static final Pattern FORM = Pattern.compile("(?:(?:\\[([0-9A-Fa-f:.%a-z]+)]|([^\\[\\]:]+)):)?(\\d{1,5})");

    static ListenAddress parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches() || Integer.parseInt(form.group(3)) > 65_535) {
            throw new IllegalArgumentException("'" + text + "' is not [ADDR:]PORT (an IPv6 address goes in brackets)");
        }
        String host = form.group(1) != null ? form.group(1) : form.group(2);
        return new ListenAddress(host == null ? "127.0.0.1" : host, Integer.parseInt(form.group(3)));
    }

    /** Whether only this machine reaches it; a name other than localhost is not looked up. */
    boolean isLoopback() {
        return host.equals("localhost") || host.equals("::1") || host.startsWith("127.");
    }

    @Override
    public String toString() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
