package io.dispatcher.monitors;

import io.dispatcher.monitors.CheckResult.Place;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes one check. */
interface Checker {
    /**
     * Begins; never blocks.
     *
     * @param caller in whose name
     * @param then told once how it went, maybe before this returns; must not block
     */
    void check(MonitorSpec spec, Place place, @Nullable String caller, Consumer<CheckResult> then);
}
