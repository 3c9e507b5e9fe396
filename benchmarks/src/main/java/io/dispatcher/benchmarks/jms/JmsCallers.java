package io.dispatcher.benchmarks.jms;

import io.dispatcher.benchmarks.load.LoadResult;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * A closed loop of callers over a few connections, each with a temporary queue for its answers; a caller asks again from the listener that got its answer.
 * For one thread.
 */
final class JmsCallers implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 8;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final ConnectionFactory factory;
    private final Question question;
    private final List<CallerSession> sessions = new ArrayList<>();
    private int callers;

    JmsCallers(ConnectionFactory factory, Question question) {
        this.factory = factory;
        this.question = question;
    }

    LoadResult run(int count, Duration window) throws JMSException, InterruptedException {
        open(count);
        CountDownLatch idle = new CountDownLatch(count);
        long end = System.nanoTime() + window.toNanos();
        for (CallerSession session : sessions) {
            session.begin(end, idle);
        }
        boolean all = idle.await(window.plus(DRAIN).toMillis(), TimeUnit.MILLISECONDS);
        sessions.forEach(CallerSession::end);
        return sum(window, all ? 0 : idle.getCount());
    }

    /** Connections stay open from one run to the next. */
    private void open(int count) throws JMSException {
        if (count == callers) {
            return;
        }
        close();
        int connections = Math.min(MAX_CONNECTIONS, count);
        for (int i = 0; i < connections; i++) {
            int share = count / connections + (i < count % connections ? 1 : 0);
            sessions.add(new CallerSession(factory, question, share));
        }
        callers = count;
    }

    private LoadResult sum(Duration window, long unanswered) {
        Histogram latency = LoadResult.newHistogram();
        double inWindow = 0;
        long errors = unanswered;
        String first = null;
        for (CallerSession session : sessions) {
            latency.add(session.latency());
            inWindow += session.inWindow();
            errors += session.errors();
            first = first == null ? session.firstError() : first;
        }
        if (errors > 0) {
            first = first == null ? "no answer" : first;
            System.out.println("first error: " + first);
        }
        return new LoadResult(window, inWindow, latency.getTotalCount(), errors, first, latency);
    }

    @Override
    public void close() {
        sessions.forEach(CallerSession::close);
        sessions.clear();
    }
}
