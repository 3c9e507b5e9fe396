package io.dispatcher.protocol;

import java.util.List;
import java.util.Map;

/**
 * An agent introduces itself.
 *
 * @param agentId kept over restarts; {@link Names#ID}
 * @param instanceId new for each start of the process
 * @param software name and version, for people
 * @param maxInFlight the credit: orders it takes at once, 1 to 100,000
 * @param known orders it remembers from before (ARCHITECTURE D2)
 */
public record Hello(
        String agentId,
        String instanceId,
        String software,
        Map<String, String> labels,
        Inventory inventory,
        int maxInFlight,
        List<KnownOrder> known) {
    public Hello {
        labels = Map.copyOf(labels);
        known = List.copyOf(known);
    }
}
