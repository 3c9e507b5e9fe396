package io.dispatcher.work;

/** An order being done. */
@FunctionalInterface
public interface RunningWork {
    /** Stops as soon as possible and lets go of the sockets; harmless when already over. Thread-safe. */
    void cancel();
}
