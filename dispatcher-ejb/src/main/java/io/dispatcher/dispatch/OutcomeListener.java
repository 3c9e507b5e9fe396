package io.dispatcher.dispatch;

/** The waiting caller. Called exactly once, by whichever thread ended the dispatch: must not block. */
@FunctionalInterface
public interface OutcomeListener {
    void ended(Dispatch dispatch, Outcome outcome);
}
