package io.dispatcher.monitors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is to be checked, from where and how often; valid (see {@link MonitorParser}).
 *
 * @param from agents by id; {@link #ALL} among them: every connected one; null: the coordinator itself, which can only ping
 * @param eachAddress from every address of an agent's rotation, not only from one
 */
public record MonitorSpec(
        String name,
        Check check,
        @Nullable List<String> from,
        boolean eachAddress,
        long intervalMs,
        Thresholds thresholds,
        int failuresBeforeDown,
        int successesBeforeUp,
        boolean paused) {
    /** Stands for all agents. */
    static final String ALL = "*";

    public boolean http() {
        return check instanceof Check.Http;
    }
}
