package io.dispatcher.config;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A duration and what it is for some names instead: {@code 30,shop=5}.
 *
 * @param usual null if it was not said
 */
record NamedSeconds(@Nullable Double usual, Map<String, Double> byName) {
    static NamedSeconds of(String option, OptionReader options) {
        Double usual = null;
        Map<String, Double> byName = new HashMap<>();
        for (String part : options.list(option)) {
            int end = part.indexOf('=');
            double seconds = options.seconds(option, part, part.substring(end + 1));
            if (end < 0) {
                if (usual != null) {
                    throw OptionReader.refuse(option, part, "is given twice");
                }
                usual = seconds;
            } else {
                String name = part.substring(0, end);
                if (!NodeName.isName(name)) {
                    throw OptionReader.refuse(option, part, "must be seconds, or UPSTREAM=seconds");
                }
                if (byName.put(name, seconds) != null) {
                    throw OptionReader.refuse(option, part, "is given twice");
                }
            }
        }
        return new NamedSeconds(usual, Map.copyOf(byName));
    }

    double usual(double byDefault) {
        return usual == null ? byDefault : usual;
    }

    @Nullable
    Double of(String name) {
        return byName.get(name);
    }
}
