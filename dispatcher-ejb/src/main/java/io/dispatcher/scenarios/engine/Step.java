package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.matching.JsonPath;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One request and what is expected of its answer. Texts of {@code request} and {@code from} may name variables.
 *
 * @param from where it is made; null: wherever its target says
 * @param retries more tries, {@code retryDelayMs} apart, while it fails
 * @param extract variables that later steps have
 */
public record Step(
        String name,
        ObjectNode request,
        @Nullable ObjectNode from,
        long delayMs,
        int retries,
        long retryDelayMs,
        Map<String, JsonPath> extract,
        List<Assertion> assertions,
        Chaos chaos) {
    public Step {
        assertions = List.copyOf(assertions);
    }

    /** Whether it says which status it expects: then a failure can be what is wanted. */
    boolean expectsStatus() {
        return assertions.stream().anyMatch(Assertion.Status.class::isInstance);
    }
}
