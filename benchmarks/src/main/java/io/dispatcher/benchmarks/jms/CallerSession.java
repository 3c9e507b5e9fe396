package io.dispatcher.benchmarks.jms;

import io.dispatcher.benchmarks.load.LoadResult;
import jakarta.jms.CompletionListener;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One connection with some callers. Persistent requests are sent asynchronously: a caller who waited for the broker's word would hold up the others of
 * its session, and the answer is the proof that its request was stored. Between {@link #begin} and {@link #end} all belongs to the listener's thread.
 */
final class CallerSession implements AutoCloseable {
    private final Question question;
    private final JMSContext context;
    private final JMSProducer producer;
    private final Destination requests;
    private final TemporaryQueue replies;
    private final long[] sentNanos;
    /** Of the request that each caller waits for; 0: it waits for none. */
    private final long[] waitingFor;

    private final Histogram latency = LoadResult.newHistogram();
    private long serial;
    private double inWindow;
    private long errors;
    private @Nullable String firstError;
    private long endNanos;
    private CountDownLatch idle = new CountDownLatch(0);

    CallerSession(ConnectionFactory factory, Question question, int callers) throws JMSException {
        this.question = question;
        this.sentNanos = new long[callers];
        this.waitingFor = new long[callers];
        context = factory.createContext(JMSContext.AUTO_ACKNOWLEDGE);
        context.setAutoStart(false);
        requests = context.createQueue(question.queue());
        replies = context.createTemporaryQueue();
        producer = context.createProducer().setDeliveryMode(question.deliveryMode());
        if (question.deliveryMode() == DeliveryMode.PERSISTENT) {
            producer.setAsync(new Stored());
        }
        context.createConsumer(replies).setMessageListener(this::answered);
    }

    /** The first requests go out while nothing is delivered, so that only one thread at a time uses the session. */
    void begin(long end, CountDownLatch whenIdle) throws JMSException {
        endNanos = end;
        idle = whenIdle;
        latency.reset();
        inWindow = 0;
        errors = 0;
        firstError = null;
        for (int caller = 0; caller < sentNanos.length; caller++) {
            ask(caller);
        }
        context.start();
    }

    /** Answers that come later are nobody's. */
    void end() {
        context.stop();
        Arrays.fill(waitingFor, 0);
    }

    private void ask(int caller) throws JMSException {
        TextMessage request = context.createTextMessage(question.text());
        waitingFor[caller] = ++serial;
        request.setJMSCorrelationID(caller + ":" + serial);
        request.setJMSReplyTo(replies);
        sentNanos[caller] = System.nanoTime();
        producer.send(requests, request);
    }

    private void answered(Message answer) {
        long now = System.nanoTime();
        try {
            int caller = caller(answer.getJMSCorrelationID());
            if (caller < 0) {
                return;
            }
            waitingFor[caller] = 0;
            count(caller, now, question.fault(answer));
            if (now - endNanos < 0) {
                ask(caller);
            } else {
                idle.countDown();
            }
        } catch (JMSException | JMSRuntimeException e) {
            error("client: " + e);
        }
    }

    /** -1 if nobody waits for it (any more), which is an error unless it is from an earlier run. */
    private int caller(@Nullable String correlation) {
        String[] parts = String.valueOf(correlation).split(":", -1);
        if (parts.length != 2 || !parts[0].matches("\\d{1,4}") || !parts[1].matches("\\d{1,18}")) {
            error("an answer with the correlation id " + correlation);
            return -1;
        }
        int caller = Integer.parseInt(parts[0]);
        if (caller >= waitingFor.length || waitingFor[caller] != Long.parseLong(parts[1])) {
            error("a second or late answer to " + correlation);
            return -1;
        }
        return caller;
    }

    private void count(int caller, long now, @Nullable String fault) {
        if (fault == null) {
            LoadResult.record(latency, now - sentNanos[caller]);
            inWindow += LoadResult.share(sentNanos[caller], now, endNanos);
        } else {
            error(fault);
        }
    }

    private synchronized void error(String what) {
        errors++;
        if (firstError == null) {
            firstError = what;
        }
    }

    Histogram latency() {
        return latency;
    }

    double inWindow() {
        return inWindow;
    }

    synchronized long errors() {
        return errors;
    }

    synchronized @Nullable String firstError() {
        return firstError;
    }

    @Override
    public void close() {
        context.close();
    }

    /** A request that is refused is never answered: its caller shows as one without an answer too. */
    private final class Stored implements CompletionListener {
        @Override
        public void onCompletion(Message message) {}

        @Override
        public void onException(Message message, Exception e) {
            error("refused: " + e.getMessage());
        }
    }
}
