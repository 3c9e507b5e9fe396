package io.dispatcher.metrics.web;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What somebody does in the lab, as one word for the access log. */
final class LabAction {
    private static final Map<String, String> THINGS = Map.of(
            "mocks", "mock",
            "scenarios", "scenario",
            "targets", "target",
            "replay", "replay",
            "proxy", "proxy",
            "events", "events",
            "playground", "playground");
    private static final Map<String, String> VERBS =
            Map.of("GET", "read", "HEAD", "read", "POST", "create", "PUT", "update", "DELETE", "delete");

    private LabAction() {}

    /** @param route as the description writes it; null for what is none of the lab's */
    static @Nullable String of(String method, String route) {
        String[] steps = route.split("/");
        String thing = steps.length > 2 && steps[1].equals("api") ? THINGS.get(steps[2]) : null;
        if (thing == null) {
            return null;
        }
        if (thing.equals("replay")) {
            return "replay";
        }
        String last = steps[steps.length - 1];
        return thing + "." + (last.startsWith("{") || steps.length == 3 ? VERBS.getOrDefault(method, "other") : last);
    }
}
