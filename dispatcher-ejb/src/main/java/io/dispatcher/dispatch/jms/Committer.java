package io.dispatcher.dispatch.jms;

import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.QueuedOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Settles messages of one transacted session: what comes while a commit is on its way goes with the next one, so that acknowledging costs no round
 * trip each and an exchange is all or nothing. Thread-safe; nobody waits.
 */
final class Committer {
    private static final int MOST_AT_ONCE = 500;

    private final ClientSession session;
    private final ClientProducer producer;
    private final Executor executor;
    private final Runnable whenBroken;
    private final Queue<Step> steps = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile boolean broken;

    /**
     * @param executor a commit blocks it for moments
     * @param whenBroken told once; everything the session held goes back to its queue when it is closed
     */
    Committer(ClientSession session, Executor executor, Runnable whenBroken) throws ActiveMQException {
        this.session = session;
        this.producer = session.createProducer();
        this.executor = executor;
        this.whenBroken = whenBroken;
    }

    /** Settles one message; with a successor in the place of it. */
    private record Step(
            ClientMessage message,
            @Nullable String to,
            @Nullable QueuedOrder successor,
            OrderQueue.Receipt receipt) {}

    void acknowledge(ClientMessage message, Runnable settled) {
        add(new Step(message, null, null, new OrderQueue.Receipt() {
            @Override
            public void stored() {
                settled.run();
            }

            @Override
            public void refused(String reason) {
                // It comes again.
            }
        }));
    }

    void exchange(ClientMessage message, String to, QueuedOrder successor, OrderQueue.Receipt receipt) {
        add(new Step(message, to, successor, receipt));
    }

    private void add(Step step) {
        steps.add(step);
        if (running.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    private void run() {
        do {
            for (List<Step> batch = next(); !batch.isEmpty(); batch = next()) {
                commit(batch);
            }
            running.set(false);
        } while (!steps.isEmpty() && running.compareAndSet(false, true));
    }

    private List<Step> next() {
        List<Step> batch = new ArrayList<>();
        for (Step step = steps.poll(); step != null; step = steps.poll()) {
            batch.add(step);
            if (batch.size() >= MOST_AT_ONCE) {
                break;
            }
        }
        return batch;
    }

    private void commit(List<Step> batch) {
        String refusal = written(batch);
        for (Step step : batch) {
            if (refusal == null) {
                step.receipt.stored();
            } else {
                step.receipt.refused(refusal);
            }
        }
    }

    /** @return why not; null if it was */
    private @Nullable String written(List<Step> batch) {
        if (broken) {
            return "the connection with the broker was lost";
        }
        try {
            for (Step step : batch) {
                write(step);
            }
            session.commit();
            return null;
        } catch (ActiveMQException e) {
            broken = true;
            whenBroken.run();
            return String.valueOf(e.getMessage());
        }
    }

    private void write(Step step) throws ActiveMQException {
        if (step.successor != null) {
            ClientMessage message = session.createMessage(true);
            OrderMessages.write(step.successor, System.currentTimeMillis(), message);
            producer.send(SimpleString.of(String.valueOf(step.to)), message);
        }
        step.message.individualAcknowledge();
    }
}
