package io.dispatcher.monitors;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.protocol.PingOrder;

/** What a monitor does at each run. */
sealed interface Check {
    /** How long a run may take, in milliseconds. */
    long longestMs();

    /** @param order for one target */
    record Ping(PingOrder order) implements Check {
        String target() {
            return order.targets().get(0);
        }

        @Override
        public long longestMs() {
            return (long) (order.count() - 1) * order.intervalMs() + order.timeoutMs();
        }
    }

    /** @param source the request as it was given, with its secrets */
    record Http(ExecuteRequest request, ObjectNode source, Expected expected) implements Check {
        private static final double SECOND_MS = 1_000;

        @Override
        public long longestMs() {
            return Math.round((request.ttl() + request.timeout()) * SECOND_MS);
        }
    }
}
