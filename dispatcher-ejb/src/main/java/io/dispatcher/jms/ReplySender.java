package io.dispatcher.jms;

import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.jspecify.annotations.Nullable;

/**
 * Sends replies to those who wait for them, one after the other on a thread of its own, without waiting for the broker's word on each. What cannot be
 * delivered becomes a dead letter. At most as many wait here as requests were taken. Thread-safe.
 */
final class ReplySender implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ReplySender.class.getName());
    private static final long LOOK_MS = 500;
    private static final long AGAIN_MS = 500;
    private static final long CLOSE_MS = 5_000;

    private final BrokerConnection broker;
    private final JmsFigures figures;
    private final BlockingQueue<Letter> waiting = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "dispatcher-replies");
    private volatile boolean over;

    ReplySender(BrokerConnection broker, JmsFigures figures) {
        this.broker = broker;
        this.figures = figures;
        thread.setDaemon(true);
    }

    /** @param undeliverable why it becomes a dead letter; null: it is tried first */
    private record Letter(Reply reply, @Nullable String undeliverable) {}

    void start() {
        thread.start();
    }

    /** How many are not sent yet. */
    int waiting() {
        return waiting.size();
    }

    /** Does not block. */
    void send(Reply reply) {
        waiting.add(new Letter(reply, null));
    }

    private void run() {
        while (!over || !waiting.isEmpty()) {
            try (ClientSession session = broker.session();
                    ClientProducer producer = session.createProducer()) {
                sendAll(session, producer);
            } catch (ActiveMQException e) {
                LOG.log(Level.DEBUG, "replies wait for the broker: {0}", e.getMessage());
                if (over) {
                    return;
                }
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Until this is closed and all are sent. */
    private void sendAll(ClientSession session, ClientProducer producer)
            throws ActiveMQException, InterruptedException {
        Letter letter = waiting.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        while (letter != null || !over) {
            if (letter != null) {
                send(letter, session, producer);
            }
            letter = waiting.poll(LOOK_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void send(Letter letter, ClientSession session, ClientProducer producer) throws ActiveMQException {
        Reply reply = letter.reply;
        try {
            if (letter.undeliverable == null) {
                producer.send(SimpleString.of(reply.to().queue()), reply.message(session), new Delivery(reply));
            } else {
                producer.send(
                        SimpleString.of(DeadLetters.QUEUE),
                        DeadLetters.of(reply, letter.undeliverable, session),
                        new Burial());
            }
        } catch (ActiveMQException e) {
            if (!Outgoing.ofTheQueue(e.getType())) {
                // The connection: it may be another one's turn now, there is no order among replies.
                waiting.add(letter);
                throw e;
            }
            undeliverable(reply, e);
        }
    }

    private void undeliverable(Reply reply, Exception e) {
        Reply.Progress progress = reply.progress();
        if (progress != null) {
            progress.gone().run();
            if (!progress.last()) {
                figures.undeliverable();
                return;
            }
        }
        LOG.log(Level.INFO, "the reply to request {0} is a dead letter: {1}", reply.requestId(), e.getMessage());
        waiting.add(new Letter(reply, String.valueOf(e.getMessage())));
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What still waits is sent, for up to 5 s. */
    @Override
    public void close() {
        over = true;
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Delivery implements SendAcknowledgementHandler {
        private final Reply reply;

        Delivery(Reply reply) {
            this.reply = reply;
        }

        @Override
        public void sendAcknowledged(Message message) {
            figures.replied();
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            undeliverable(reply, e);
        }
    }

    private final class Burial implements SendAcknowledgementHandler {
        @Override
        public void sendAcknowledged(Message message) {
            figures.undeliverable();
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            figures.undeliverable();
            LOG.log(Level.ERROR, "a reply is lost, the dead letters do not take it: {0}", e.getMessage());
        }
    }
}
