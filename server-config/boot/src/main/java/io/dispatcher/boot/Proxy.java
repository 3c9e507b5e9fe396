package io.dispatcher.boot;

import java.util.ArrayList;
import java.util.List;

/**
 * A port of the coordinator's that is one upstream.
 *
 * @param bind loopback where no address is given
 */
record Proxy(Bind bind, String upstream) {
    private static final String LOOPBACK = "127.0.0.1";

    /** Reads {@code [ADDR:]PORT=UPSTREAM}, checked before by {@link Kind#PROXY}. */
    private static Proxy parse(String text) {
        int equals = text.indexOf('=');
        String where = text.substring(0, equals);
        boolean portOnly = where.chars().allMatch(Character::isDigit);
        return new Proxy(Bind.parse(portOnly ? LOOPBACK + ":" + where : where, 0), text.substring(equals + 1));
    }

    /**
     * All that are asked for, with real ports.
     *
     * @throws StartException if one of them cannot be bound
     */
    static List<Proxy> plan(Settings settings) throws StartException {
        List<Proxy> planned = new ArrayList<>();
        for (String text : settings.all(Options.PROXY)) {
            Proxy wanted;
            try {
                wanted = parse(text);
            } catch (IllegalArgumentException e) {
                throw StartException.usage("--proxy " + text + " is not [ADDR:]PORT=UPSTREAM");
            }
            Bind real =
                    Listeners.withRealPorts(List.of(wanted.bind()), "--proxy").get(0);
            planned.add(new Proxy(real, wanted.upstream()));
        }
        return planned;
    }

    /** As {@code --proxy} takes it. */
    String option() {
        return bind.url("http").substring("http://".length()) + "=" + upstream;
    }

    String readyLine() {
        return "proxy " + upstream + " ready " + bind.url("http");
    }
}
