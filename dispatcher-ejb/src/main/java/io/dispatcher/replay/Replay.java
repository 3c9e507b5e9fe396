package io.dispatcher.replay;

import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.history.History;
import java.util.List;

/**
 * A request that is about to be made again.
 *
 * @param lacks headers of the original that were redacted when it was recorded and that nobody gave again
 */
public record Replay(History.Whole original, ExecuteRequest request, Way way, List<String> lacks) {
    /** Who makes it. */
    public enum Way {
        /** An agent, maybe through a tunnel. */
        AGENT,
        /** This coordinator, as the first time. */
        DIRECT,
        /** This coordinator, to itself: it was asked the first time. */
        HOME
    }
}
