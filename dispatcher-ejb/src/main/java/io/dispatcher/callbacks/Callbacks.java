package io.dispatcher.callbacks;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides what becomes of a callback, try by try. Blocks as long as a try takes. Thread-safe. */
public final class Callbacks {
    private static final int OK = 200;
    private static final int FIRST_REDIRECT = 300;
    private static final int GONE = 410;

    private final Function<Callback, Attempt> post;
    private final Receivers receivers;
    private final RetrySchedule schedule;
    private final InstantSource clock;
    private final CallbackFigures figures;

    Callbacks(
            Function<Callback, Attempt> post,
            Receivers receivers,
            RetrySchedule schedule,
            InstantSource clock,
            CallbackFigures figures) {
        this.post = post;
        this.receivers = receivers;
        this.schedule = schedule;
        this.clock = clock;
        this.figures = figures;
    }

    /** Tries it, if its receiver is not busy with others. */
    public NextStep handle(Callback callback) {
        NextStep step = receivers.enter(callback.url()) ? tried(callback) : putOff(callback);
        figures.count(step);
        return step;
    }

    private NextStep tried(Callback callback) {
        Attempt attempt;
        try {
            attempt = post.apply(callback);
        } finally {
            receivers.leave(callback.url());
        }
        return after(attempt, callback);
    }

    private NextStep after(Attempt attempt, Callback callback) {
        if (attempt instanceof Attempt.Refused refused) {
            return new NextStep.GivenUp("egress-denied: " + refused.reason());
        }
        if (attempt instanceof Attempt.Answered answered) {
            if (answered.status() >= OK && answered.status() < FIRST_REDIRECT) {
                return new NextStep.Delivered();
            }
            if (answered.status() == GONE) {
                return new NextStep.GivenUp("the receiver answered 410: it wants no more");
            }
            return again(callback, "the receiver answered " + answered.status(), answered.retryAfter());
        }
        return again(callback, ((Attempt.Failed) attempt).reason(), null);
    }

    private NextStep again(Callback callback, String reason, @Nullable Duration wish) {
        int tries = callback.tries() + 1;
        Duration delay = schedule.next(tries, wish, callback.age(clock.instant()));
        return delay == null
                ? new NextStep.GivenUp("not delivered in " + tries + " tries; the last: " + reason)
                : new NextStep.Again(delay, reason);
    }

    private NextStep putOff(Callback callback) {
        return callback.age(clock.instant()).compareTo(RetrySchedule.LONGEST_LIFE) > 0
                ? new NextStep.GivenUp("its receiver was busy with others for a day")
                : new NextStep.PutOff(schedule.putOff(callback.putOff()));
    }
}
