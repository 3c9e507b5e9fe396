package io.dispatcher.systemtests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Callers that go on through a restart until enough was answered with 200: each sends a request of a new number when its last one was, and a
 * moment later when it was not. Nothing is judged here, everything is kept. Thread-safe.
 */
final class Callers implements AutoCloseable {
    private static final long AGAIN_MS = 50;
    private static final long END_SECONDS = 90;

    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final int enough;
    private final long pauseMs;
    private final IntFunction<Http.Answer> request;
    private final ScheduledExecutorService threads;
    private volatile boolean stopping;

    /**
     * One request: either an answer or a failure of the connection.
     *
     * @param endedNanos when the caller had the answer or the failure
     */
    record Call(
            int number,
            long begunNanos,
            long endedNanos,
            Http.@Nullable Answer answer,
            @Nullable IOException failure) {

        boolean answered() {
            return answer != null;
        }

        /** Nobody listened: it was never sent. */
        boolean refused() {
            return failure instanceof ConnectException;
        }

        /** It was sent, or part of it, and the connection ended without an answer. */
        boolean cut() {
            return failure != null && !refused();
        }
    }

    /** Starts so many, until {@code enough} requests were answered with 200. */
    Callers(int count, int enough, IntFunction<Http.Answer> request) {
        this(count, enough, Duration.ZERO, request);
    }

    /** @param pause of each caller after an answer, so that others get something of the processors too */
    Callers(int count, int enough, Duration pause, IntFunction<Http.Answer> request) {
        this.pauseMs = pause.toMillis();
        this.enough = enough;
        this.request = request;
        this.threads = Executors.newScheduledThreadPool(count);
        for (int i = 0; i < count; i++) {
            threads.execute(this::next);
        }
    }

    private void next() {
        if (stopping || completed() >= enough) {
            return;
        }
        Call call = call(numbers.incrementAndGet());
        calls.add(call);
        boolean done = call.answer() != null && call.answer().status() == 200;
        if (done) {
            completed.incrementAndGet();
        }
        if (!stopping) {
            threads.schedule(this::next, done ? pauseMs : AGAIN_MS, TimeUnit.MILLISECONDS);
        }
    }

    private Call call(int number) {
        long begun = System.nanoTime();
        try {
            Http.Answer answer = request.apply(number);
            return new Call(number, begun, System.nanoTime(), answer, null);
        } catch (UncheckedIOException e) {
            IOException cause = e.getCause().getCause() instanceof IOException inner ? inner : e.getCause();
            return new Call(number, begun, System.nanoTime(), null, cause);
        }
    }

    /** Requests answered with 200 so far. */
    int completed() {
        return completed.get();
    }

    /** Waits for the requests under way and tells of all. */
    List<Call> stop() {
        close();
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        stopping = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("a request was not answered within " + END_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
