package io.dispatcher.replay;

import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.history.History;
import java.util.List;

/**
 * A request that is about to be made again.
 *
 * @param lacks headers of the original that were redacted when it was recorded and that nobody gave again
 */
public record Replay(History.Whole original, ExecuteRequest request, List<String> lacks) {}
