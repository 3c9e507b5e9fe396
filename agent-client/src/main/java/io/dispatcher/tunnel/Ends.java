package io.dispatcher.tunnel;

import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.apache.hc.core5.concurrent.FutureCallback;

/** What becomes of a call to the client. */
final class Ends {
    private Ends() {}

    /** Told of failures only; what is received tells the rest itself. */
    static <T> FutureCallback<T> failing(Consumer<Exception> failed) {
        return telling(() -> {}, failed);
    }

    static <T> FutureCallback<T> telling(Runnable completed, Consumer<Exception> failed) {
        return new FutureCallback<>() {
            @Override
            public void completed(T result) {
                completed.run();
            }

            @Override
            public void failed(Exception cause) {
                failed.accept(cause);
            }

            @Override
            public void cancelled() {
                failed.accept(new CancellationException("cancelled"));
            }
        };
    }
}
