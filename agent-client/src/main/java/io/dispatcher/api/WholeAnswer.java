package io.dispatcher.api;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is read to its end, as long as it goes on coming: the time-out of a request ({@link HttpRequest#timeout}) ends with the
 * answer's head.
 */
final class WholeAnswer implements BodySubscriber<byte[]> {
    private final BodySubscriber<byte[]> body = BodySubscribers.ofByteArray();
    private final Runnable heard;

    private WholeAnswer(Runnable heard) {
        this.heard = heard;
    }

    /**
     * Sends the request and waits for all of its answer.
     *
     * @param idle how long nothing of the body may come
     */
    static HttpResponse<byte[]> of(HttpClient http, HttpRequest request, Duration idle)
            throws IOException, InterruptedException {
        Progress progress = new Progress();
        CompletableFuture<HttpResponse<byte[]>> answer = http.sendAsync(request, head -> {
            progress.heard();
            return new WholeAnswer(progress::heard);
        });
        try {
            while (true) {
                HttpResponse<byte[]> whole = within(answer, Math.max(1, idle.toMillis() / 8));
                if (whole != null) {
                    return whole;
                }
                if (progress.silentFor(idle)) {
                    throw new IOException("nothing more of its answer came for " + idle.toSeconds() + " s");
                }
            }
        } finally {
            answer.cancel(true);
        }
    }

    private static @Nullable HttpResponse<byte[]> within(CompletableFuture<HttpResponse<byte[]>> answer, long millis)
            throws IOException, InterruptedException {
        try {
            return answer.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IOException(e.getCause());
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        body.onSubscribe(subscription);
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        heard.run();
        body.onNext(piece);
    }

    @Override
    public void onError(Throwable cause) {
        body.onError(cause);
    }

    @Override
    public void onComplete() {
        body.onComplete();
    }

    @Override
    public CompletionStage<byte[]> getBody() {
        return body.getBody();
    }

    /** When the body last moved; before its head is there the request's own time-out counts. */
    private static final class Progress {
        private volatile boolean begun;
        private volatile long lastNanos;

        void heard() {
            lastNanos = System.nanoTime();
            begun = true;
        }

        boolean silentFor(Duration limit) {
            return begun && System.nanoTime() - lastNanos > limit.toNanos();
        }
    }
}
