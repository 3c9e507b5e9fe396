package io.dispatcher.dispatch;

import io.dispatcher.dispatch.pipeline.Ask;
import io.dispatcher.dispatch.pipeline.Stage;
import io.dispatcher.dispatch.pipeline.Turn;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Whether the node can take one more at all. Thread-safe. */
final class Admission implements Stage {
    private final DispatchLimits limits;
    private final CallerLimits callers;
    private final IntSupplier inFlight;
    private final BooleanSupplier draining;
    private final BooleanSupplier brokerAvailable;

    Admission(
            DispatchLimits limits,
            CallerLimits callers,
            IntSupplier inFlight,
            BooleanSupplier draining,
            BooleanSupplier brokerAvailable) {
        this.limits = limits;
        this.callers = callers;
        this.inFlight = inFlight;
        this.draining = draining;
        this.brokerAvailable = brokerAvailable;
    }

    @Override
    public @Nullable Failure refuses(Ask ask, Turn turn) {
        if (draining.getAsBoolean()) {
            return new Failure(FailureType.DRAINING, "this coordinator is shutting down; send it to another or again");
        }
        if (!brokerAvailable.getAsBoolean()) {
            return new Failure(FailureType.UNAVAILABLE, "the broker cannot be reached at the moment");
        }
        if (ask.durable()) {
            return callers.refusesRate(ask.caller(), turn);
        }
        // The request itself is counted already, unless it is only explained.
        int others = inFlight.getAsInt() - (turn == Turn.TAKE ? 1 : 0);
        return others >= limits.maxInFlight()
                ? new Failure(
                        FailureType.RATE_LIMITED,
                        "this coordinator has " + limits.maxInFlight() + " requests in flight (--max-in-flight)")
                : callers.refuses(ask.caller(), turn);
    }
}
