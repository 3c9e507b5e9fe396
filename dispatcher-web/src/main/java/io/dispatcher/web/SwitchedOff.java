package io.dispatcher.web;

import io.dispatcher.config.Settings;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paths of features that the operator switched off. */
final class SwitchedOff {
    private final Map<String, String> optionByRoot = new LinkedHashMap<>();

    SwitchedOff(Settings settings) {
        if (!settings.playground().enabled()) {
            optionByRoot.put("/api/playground", "--enable-playground");
            optionByRoot.put("/api/mocks", "--enable-playground");
        }
        if (!settings.liveEvents().enabled()) {
            optionByRoot.put("/api/events", "--enable-live-events");
        }
        if (!settings.targets().enabled()) {
            optionByRoot.put("/api/targets", "--enable-target-proxy");
            optionByRoot.put("/api/proxy", "--enable-target-proxy");
        }
        if (!settings.scenarios().enabled()) {
            optionByRoot.put("/api/scenarios", "--enable-scenarios");
        }
    }

    /** Null: nothing against it. */
    @Nullable
    Failure refuses(String path) {
        for (Map.Entry<String, String> off : optionByRoot.entrySet()) {
            if (path.equals(off.getKey()) || path.startsWith(off.getKey() + "/")) {
                return new Failure(
                        FailureType.FEATURE_DISABLED, "This coordinator was started without " + off.getValue() + ".");
            }
        }
        return null;
    }
}
