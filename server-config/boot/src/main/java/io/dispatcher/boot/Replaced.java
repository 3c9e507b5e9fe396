package io.dispatcher.boot;

import java.util.Map;

/** Options that others of our kind have and we do not need: who gives one is told what is there instead. */
final class Replaced {
    private static final String DATABASE = "what it kept is in the database: --data-dir, or --db-url";
    private static final Map<String, String> BY_NAME = Map.of(
            "state-file", DATABASE,
            "scenario-state-file", DATABASE,
            "target-state-file", DATABASE,
            "live-events-require-selectors", "every engine has live events: --[no-]enable-live-events");

    private Replaced() {}

    /** @param where as the user wrote it */
    static void refuse(String name, String where) throws StartException {
        String instead = BY_NAME.get(name);
        if (instead != null) {
            throw StartException.usage(where + " is not needed here: " + instead);
        }
    }
}
