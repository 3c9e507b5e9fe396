package io.dispatcher.history.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.history.RecordJournal;
import io.dispatcher.messaging.BrokerConnection;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** Batches as durable messages on {@code dispatcher.events.in} (ARCHITECTURE D9). */
public final class BrokerJournal implements RecordJournal {

    private final BrokerConnection broker;

    public BrokerJournal(BrokerConnection broker) {
        this.broker = broker;
    }

    @Override
    public RecordJournal.Sender sender() {
        return new Sender();
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
