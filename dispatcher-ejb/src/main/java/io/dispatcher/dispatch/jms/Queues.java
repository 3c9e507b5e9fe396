package io.dispatcher.dispatch.jms;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Makes queues as they all are: durable, never deleted by the broker (ARCHITECTURE D5). */
final class Queues {
    private Queues() {}

    /** Does nothing if it is there. */
    static void make(ClientSession session, String queue) throws ActiveMQException {
        SimpleString name = SimpleString.of(queue);
        try {
            if (session.queueQuery(name).isExists()) {
                return;
            }
            // Nothing under dispatcher. is made by use, the address neither.
            address(session, name);
            session.createQueue(QueueConfiguration.of(name)
                    .setRoutingType(RoutingType.ANYCAST)
                    .setDurable(true)
                    .setAutoDelete(false)
                    .setAutoCreated(false));
        } catch (ActiveMQException e) {
            unlessThere(e, ActiveMQExceptionType.QUEUE_EXISTS);
        }
    }

    private static void address(ClientSession session, SimpleString name) throws ActiveMQException {
        try {
            if (!session.addressQuery(name).isExists()) {
                session.createAddress(name, RoutingType.ANYCAST, false);
            }
        } catch (ActiveMQException e) {
            unlessThere(e, ActiveMQExceptionType.ADDRESS_EXISTS);
        }
    }

    /** Another node was quicker. */
    private static void unlessThere(ActiveMQException e, ActiveMQExceptionType there) throws ActiveMQException {
        if (e.getType() != there) {
            throw e;
        }
    }
}
