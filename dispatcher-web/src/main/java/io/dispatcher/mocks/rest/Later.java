package io.dispatcher.mocks.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.mocks.Fault;
import io.dispatcher.mocks.MockAnswer;
import io.dispatcher.web.exchange.AsyncExchange;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers that are late, large or broken on purpose. No thread waits for any of them. Thread-safe. */
final class Later {
    private static final System.Logger LOG = System.getLogger(Later.class.getName());
    private static final int MOST_WAITING = 10_000;
    private static final int MOST_DROPS = 50;
    private static final byte[] NOTHING = {};
    private static final byte[] GARBAGE = "\u0007this is no HTTP\u0000\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FAILS = "a mock that fails on purpose\n".getBytes(StandardCharsets.US_ASCII);

    private final ScheduledThreadPoolExecutor timer;
    private final AtomicInteger waiting = new AtomicInteger();

    Later() {
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dispatcher-mock-delays");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    void close() {
        timer.shutdownNow();
    }

    void answer(AsyncExchange exchange, MockAnswer answer, String method) {
        if (answer.delayMs() == 0) {
            now(exchange, answer, method);
            return;
        }
        after(exchange, answer.delayMs(), () -> now(exchange, answer, method));
    }

    private void after(AsyncExchange exchange, int millis, Runnable then) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            exchange.problem(
                    new Failure(FailureType.UNAVAILABLE, "more than " + MOST_WAITING + " mock answers are delayed"),
                    null);
            return;
        }
        try {
            timer.schedule(
                    () -> {
                        waiting.decrementAndGet();
                        then.run();
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            waiting.decrementAndGet();
            exchange.problem(new Failure(FailureType.DRAINING, "the coordinator is shutting down"), null);
        }
    }

    private void now(AsyncExchange exchange, MockAnswer answer, String method) {
        Fault fault = answer.fault();
        if (fault == null) {
            whole(exchange, answer);
            return;
        }
        switch (fault.kind()) {
            case RESET -> exchange.breakOff(NOTHING, false);
            case EMPTY -> exchange.breakOff(NOTHING, true);
            case GARBAGE -> exchange.breakOff(GARBAGE, true);
            case SLOW -> slow(exchange, answer, fault, method);
            case ERROR -> exchange.answer(fault.status(), "text/plain", FAILS);
        }
    }

    private static void whole(AsyncExchange exchange, MockAnswer answer) {
        Answers.head(exchange.response(), answer);
        if (Answers.mayHaveBody(answer)) {
            exchange.answer(answer.status(), answer.contentType(), answer.body());
        } else {
            exchange.answerWithout(answer.status());
        }
    }

    private void slow(AsyncExchange exchange, MockAnswer answer, Fault fault, String method) {
        int drops = Math.max(1, Math.min(MOST_DROPS, answer.body().length));
        if (method.equals("HEAD") || answer.body().length == 0 || !Answers.mayHaveBody(answer)) {
            after(exchange, fault.durationMs(), () -> whole(exchange, answer));
            return;
        }
        Answers.head(exchange.response(), answer);
        Runnable next = exchange.drip(answer.status(), answer.contentType(), answer.body(), drops);
        if (next != null) {
            drop(next, drops, Math.max(1, fault.durationMs() / drops));
        }
    }

    private void drop(Runnable next, int left, int everyMs) {
        next.run();
        if (left > 1) {
            try {
                timer.schedule(() -> drop(next, left - 1, everyMs), everyMs, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                LOG.log(Level.DEBUG, "stopped while an answer dripped", e);
            }
        }
    }
}
