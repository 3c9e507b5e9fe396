package io.dispatcher.boot;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One coordinator option.
 *
 * @param name in kebab case, as in {@code --broker-port}
 * @param kind what it takes
 * @param fallback its default; null = not set
 * @param repeatable takes several values, comma-separated outside the command line
 * @param aliases other names of the flag
 * @param help one line
 */
record Option(
        String name, Kind kind, @Nullable String fallback, boolean repeatable, List<String> aliases, String help) {

    static Option of(String name, Kind kind, @Nullable String fallback, String help) {
        return new Option(name, kind, fallback, false, List.of(), help);
    }

    static Option many(String name, Kind kind, String help) {
        return new Option(name, kind, null, true, List.of(), help);
    }

    Option manyTimes() {
        return new Option(name, kind, fallback, true, aliases, help);
    }

    Option alias(String alias) {
        return new Option(name, kind, fallback, repeatable, List.of(alias), help);
    }

    String flag() {
        return "--" + name;
    }

    String environmentVariable() {
        return "DISPATCHER_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    }

    String systemProperty() {
        return "dispatcher." + name;
    }
}
