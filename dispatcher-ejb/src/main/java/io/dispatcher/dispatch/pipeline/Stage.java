package io.dispatcher.dispatch.pipeline;

import io.dispatcher.dispatch.Failure;
import org.jspecify.annotations.Nullable;

/** One check of the pipeline. */
@FunctionalInterface
public interface Stage {
    /** Why the request cannot go on; null if it can. With {@link Turn#PEEK} nothing may be counted or taken. */
    @Nullable
    Failure refuses(Ask ask, Turn turn);
}
