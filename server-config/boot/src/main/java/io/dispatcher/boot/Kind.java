package io.dispatcher.boot;

import java.util.Locale;
import java.util.regex.Pattern;

/** What values an option takes: checks one and gives its normal form. */
enum Kind {
    TEXT("a text") {
        @Override
        String check(String value) {
            return value;
        }
    },
    NAME("a name: letters, digits, _ and -, at most 64") {
        @Override
        String check(String value) {
            return matching(NAMES, value);
        }
    },
    HOST("a host name or an address") {
        @Override
        String check(String value) {
            return matching(HOSTS, value);
        }
    },
    PORT("a port from 0 to 65535") {
        @Override
        String check(String value) {
            return within(value, 0, 65_535);
        }
    },
    BIND("ADDR[:PORT], an IPv6 address in brackets") {
        @Override
        String check(String value) {
            Bind.parse(value, 0);
            return value;
        }
    },
    PATH("a path") {
        @Override
        String check(String value) {
            return matching(NOT_EMPTY, value);
        }
    },
    URL("a URL") {
        @Override
        String check(String value) {
            return matching(URLS, value);
        }
    },
    SECONDS("seconds, more than 0") {
        @Override
        String check(String value) {
            if (Double.parseDouble(value) <= 0 || !Double.isFinite(Double.parseDouble(value))) {
                throw new IllegalArgumentException();
            }
            return value;
        }
    },
    WAIT("seconds, more than 0, or UPSTREAM=seconds") {
        @Override
        String check(String value) {
            int name = value.indexOf('=');
            if (name >= 0) {
                matching(NAMES, value.substring(0, name));
            }
            SECONDS.check(value.substring(name + 1));
            return value;
        }
    },
    BYTES("a number of bytes from 1024 to 1073741824") {
        @Override
        String check(String value) {
            return within(value, 1_024, 1 << 30);
        }
    },
    COUNT("a whole number, 0 or more") {
        @Override
        String check(String value) {
            return within(value, 0, Integer.MAX_VALUE);
        }
    },
    ENGINE("selectors or threadpool") {
        @Override
        String check(String value) {
            return matching(ENGINES, value);
        }
    },
    THREADS("a number from 4 to 1024") {
        @Override
        String check(String value) {
            return within(value, 4, 1_024);
        }
    },
    QUEUE("a number from 0 to 2048") {
        @Override
        String check(String value) {
            return within(value, 0, 2_048);
        }
    },
    SEED("a whole number") {
        @Override
        String check(String value) {
            return within(value, Long.MIN_VALUE, Long.MAX_VALUE);
        }
    },
    SWITCH("true or false") {
        @Override
        String check(String value) {
            return matching(SWITCHES, value.toLowerCase(Locale.ROOT));
        }
    },
    CIDR("an address or network, ADDR[/LEN]") {
        @Override
        String check(String value) {
            return matching(CIDRS, value);
        }
    },
    PROXY("[ADDR:]PORT=UPSTREAM") {
        @Override
        String check(String value) {
            return matching(PROXIES, value);
        }
    },
    FORWARDED("append, replace or off") {
        @Override
        String check(String value) {
            return matching(FORWARDING, value);
        }
    },
    STRATEGY("round_robin, random, least_in_flight or sticky") {
        @Override
        String check(String value) {
            return matching(STRATEGIES, value);
        }
    },
    LEVEL("trace, debug, info, warn or error") {
        @Override
        String check(String value) {
            return matching(LEVELS, value.toLowerCase(Locale.ROOT));
        }
    },
    FORMAT("plain or json") {
        @Override
        String check(String value) {
            return matching(FORMATS, value.toLowerCase(Locale.ROOT));
        }
    };

    private static final Pattern NOT_EMPTY = Pattern.compile(".+");
    private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern HOSTS = Pattern.compile("\\[?[A-Za-z0-9:._%-]+]?");
    private static final Pattern URLS = Pattern.compile("\\(?[a-z][a-z0-9+.-]*:\\S+");
    private static final Pattern SWITCHES = Pattern.compile("true|false");
    private static final Pattern CIDRS = Pattern.compile("[0-9A-Fa-f:.]+(/\\d{1,3})?");
    private static final Pattern PROXIES =
            Pattern.compile("((\\[[^]]+]|[^:=\\[]+):)?\\d{1,5}=[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final Pattern STRATEGIES = Pattern.compile("round_robin|random|least_in_flight|sticky");
    private static final Pattern ENGINES = Pattern.compile("selectors|threadpool");
    private static final Pattern FORWARDING = Pattern.compile("append|replace|off");
    private static final Pattern LEVELS = Pattern.compile("trace|debug|info|warn|error");
    private static final Pattern FORMATS = Pattern.compile("plain|json");

    private final String expected;

    Kind(String expected) {
        this.expected = expected;
    }

    /** For the error line: what would have been right. */
    String expected() {
        return expected;
    }

    /**
     * The normal form of a value.
     *
     * @throws IllegalArgumentException if the value is none of this kind
     */
    abstract String check(String value);

    private static String matching(Pattern pattern, String value) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static String within(String value, long least, long most) {
        long number = Long.parseLong(value);
        if (number < least || number > most) {
            throw new IllegalArgumentException();
        }
        return Long.toString(number);
    }
}
