package io.dispatcher.events.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.events.DurableEvent;
import io.dispatcher.requests.RequestOutcome;
import io.dispatcher.requests.jms.OutcomeTeller;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** How durable requests ended goes from their outcomes to the journal, in the transaction that ends these. */
@ApplicationScoped
public class OutcomeEvents implements OutcomeTeller {
    private static final System.Logger LOG = System.getLogger(OutcomeEvents.class.getName());
    /** With one more record it is still no large message. */
    private static final int SOFT_BYTES = 256 * 1024;

    private static final SimpleString JOURNAL = SimpleString.of(BrokerAddresses.EVENTS_IN);

    @Override
    public void tell(ClientSession session, List<RequestOutcome> outcomes) throws ActiveMQException {
        try (ClientProducer producer = session.createProducer(JOURNAL)) {
            ClientMessage message = empty(session);
            for (RequestOutcome outcome : outcomes) {
                if (message.getBodyBuffer().writerIndex() > SOFT_BYTES) {
                    send(producer, message);
                    message = empty(session);
                }
                message.getBodyBuffer().writeBytes(event(outcome));
            }
            if (message.getBodyBuffer().readable()) {
                send(producer, message);
            }
        }
    }

    private static byte[] event(RequestOutcome outcome) {
        try {
            return DurableEvent.encode(outcome.record());
        } catch (IOException | RuntimeException e) {
            // It will not become readable by coming again.
            LOG.log(Level.ERROR, "the end of request {0} is missing among the events: {1}", outcome.id(), e);
            return new byte[0];
        }
    }

    private static ClientMessage empty(ClientSession session) {
        return session.createMessage(ClientMessage.BYTES_TYPE, true, 0, System.currentTimeMillis(), (byte) 4);
    }

    private static void send(ClientProducer producer, ClientMessage message) throws ActiveMQException {
        producer.send(JOURNAL, message, sent -> {});
    }
}
