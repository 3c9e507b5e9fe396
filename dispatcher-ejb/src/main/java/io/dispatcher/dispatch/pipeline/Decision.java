package io.dispatcher.dispatch.pipeline;

import io.dispatcher.agents.selection.PooledAddress;
import io.dispatcher.dispatch.Failure;

/** What shall become of a request. "No agent free" is one of them, not an error. */
public sealed interface Decision {
    record Refused(Failure failure) implements Decision {}

    /** An agent is there: into its queue. */
    record Assigned(PooledAddress address) implements Decision {}

    /** Nobody can take it now: it waits in this queue. */
    record Waits(String queue, boolean pinned) implements Decision {}
}
