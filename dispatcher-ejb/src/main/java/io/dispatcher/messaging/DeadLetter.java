package io.dispatcher.messaging;

import io.dispatcher.broker.BrokerAddresses;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** The one way in which our consumers give a message up; it tells where it came from in the broker's own properties, as if the broker had moved it. */
public final class DeadLetter {
    /** Why. */
    public static final String REASON = "dispatcher_reason";
    /** When, in milliseconds; the broker does not say so of what it moves. */
    public static final String TIME = "dispatcher_dead_since";

    private DeadLetter() {}

    /** Says on a message that is about to become one why, and where it was. */
    public static void mark(Message message, String from, String reason) {
        message.putStringProperty(REASON, reason);
        message.putLongProperty(TIME, System.currentTimeMillis());
        message.putStringProperty(Message.HDR_ORIGINAL_QUEUE, SimpleString.of(from));
        message.putStringProperty(Message.HDR_ORIGINAL_ADDRESS, SimpleString.of(from));
    }

    /** Puts it among the dead letters when the session is committed. */
    public static void bury(ClientSession session, ClientMessage message, String from, String reason)
            throws ActiveMQException {
        mark(message, from, reason);
        try (ClientProducer producer = session.createProducer(BrokerAddresses.DEAD)) {
            producer.send(message);
        }
    }
}
