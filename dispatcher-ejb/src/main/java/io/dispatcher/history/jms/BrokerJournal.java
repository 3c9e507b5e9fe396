package io.dispatcher.history.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.history.RecordJournal;
import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Batches as durable messages on {@code dispatcher.events.in}; its exclusive consumer stores them and acknowledges afterwards (ARCHITECTURE D9).
 */
public final class BrokerJournal implements RecordJournal {
    private static final System.Logger LOG = System.getLogger(BrokerJournal.class.getName());
    private static final int MOST_AT_ONCE = 10;
    private static final long GATHER_MS = 20;
    private static final long LOOK_MS = 100;
    private static final long AGAIN_MS = 500;

    private final BrokerConnection broker;
    /** What keeps the records from the database, once it was said; of the one consumer's thread. */
    private boolean troubled;

    public BrokerJournal(BrokerConnection broker) {
        this.broker = broker;
    }

    @Override
    public RecordJournal.Sender sender() {
        return new Sender();
    }

    @Override
    public AutoCloseable subscribe(Handler handler) {
        // A flag, because H2 closes its file for good under a thread that is interrupted.
        AtomicBoolean over = new AtomicBoolean();
        Thread thread = new Thread(() -> consume(handler, over), "dispatcher-history-writer");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            over.set(true);
            thread.join(TimeUnit.SECONDS.toMillis(10));
        };
    }

    private void consume(Handler handler, AtomicBoolean over) {
        while (!over.get()) {
            try (ClientSession session = broker.transacted()) {
                ClientConsumer batches = session.createConsumer(BrokerAddresses.EVENTS_IN);
                session.start();
                while (!over.get()) {
                    storeNext(session, batches, handler);
                }
            } catch (InterruptedException e) {
                return;
            } catch (ActiveMQException e) {
                trouble("the history's journal cannot be read, trying until it can: " + e.getMessage());
                pause();
            }
        }
    }

    private void trouble(String what) {
        LOG.log(troubled ? Level.DEBUG : Level.WARNING, what);
        troubled = true;
    }

    private void recovered() {
        if (troubled) {
            LOG.log(Level.INFO, "history is written again");
            troubled = false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stores what is there, or gives it back for a later try. */
    private void storeNext(ClientSession session, ClientConsumer consumer, Handler handler)
            throws ActiveMQException, InterruptedException {
        List<byte[]> batches = new ArrayList<>();
        for (ClientMessage message = consumer.receive(LOOK_MS); message != null; message = more(consumer, batches)) {
            byte[] batch = new byte[message.getBodyBuffer().readableBytes()];
            message.getBodyBuffer().readBytes(batch);
            batches.add(batch);
            message.acknowledge();
        }
        if (batches.isEmpty()) {
            return;
        }
        try {
            handler.store(batches);
            session.commit();
            recovered();
        } catch (InterruptedException e) {
            session.rollback();
            throw e;
        } catch (Exception e) {
            trouble("history cannot be written, it waits in the broker: " + e.getMessage());
            session.rollback();
            TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
        }
    }

    private static @Nullable ClientMessage more(ClientConsumer consumer, List<byte[]> soFar) throws ActiveMQException {
        return soFar.size() < MOST_AT_ONCE ? consumer.receive(GATHER_MS) : null;
    }

    /** A session of its own, because a durable send blocks its session until the journal is synced. */
    private final class Sender implements RecordJournal.Sender {
        private @Nullable ClientSession session;
        private @Nullable ClientProducer producer;

        @Override
        public void send(byte[] batch) throws JournalException {
            try {
                ClientSession open = session == null || session.isClosed() ? open() : session;
                ClientMessage message =
                        open.createMessage(ClientMessage.BYTES_TYPE, true, 0, System.currentTimeMillis(), (byte) 4);
                message.getBodyBuffer().writeBytes(batch);
                if (producer != null) {
                    producer.send(message);
                }
            } catch (ActiveMQException e) {
                throw new JournalException("the broker did not store a batch: " + e.getMessage(), e);
            }
        }

        private ClientSession open() throws ActiveMQException {
            ClientSession opened = broker.session();
            session = opened;
            producer = opened.createProducer(BrokerAddresses.EVENTS_IN);
            return opened;
        }
    }
}
