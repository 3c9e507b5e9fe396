package io.dispatcher.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A port that is one upstream.
 *
 * @param host a name or literal without brackets; loopback where none is given
 * @param port 0 to 65,535; 0 = any
 */
public record ProxyPort(String host, int port, String upstream) {
    private static final Pattern FORM =
            Pattern.compile("(?:(?:\\[([^]]+)]|([^:=\\[]+)):)?(\\d{1,5})=([A-Za-z0-9][A-Za-z0-9_-]{0,63})");

    static List<ProxyPort> of(OptionReader options) {
        return options.list("proxy").stream().map(ProxyPort::parse).toList();
    }

    private static ProxyPort parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(3)) > 65_535) {
            throw OptionReader.refuse("proxy", text, "must be [ADDR:]PORT=UPSTREAM");
        }
        String host = form.group(1) == null ? form.group(2) : form.group(1);
        return new ProxyPort(host == null ? "127.0.0.1" : host, Integer.parseInt(form.group(3)), form.group(4));
    }
}
