package io.dispatcher.scenarios.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A scenario that can run.
 *
 * @param source as it was given, for whoever stores and shows it
 * @param data sets of variables; the steps are made once for each, or once if there are none
 */
public record Scenario(
        String name, long seed, ObjectNode variables, List<ObjectNode> data, List<Step> steps, ObjectNode source) {
    public Scenario {
        data = List.copyOf(data);
        steps = List.copyOf(steps);
    }
}
