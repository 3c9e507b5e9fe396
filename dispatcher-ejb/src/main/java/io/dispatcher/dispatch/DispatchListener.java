package io.dispatcher.dispatch;

/**
 * Hears of every finished dispatch; implementations are CDI beans. Called on the hot path by whichever thread finished it: must neither
 * block nor throw.
 */
public interface DispatchListener {
    void finished(DispatchRecord dispatch);

    /** An answer to a request that was heard of as finished, maybe in an earlier life of this node, maybe with this same answer. */
    default void answeredLate(LateAnswer late) {}
}
