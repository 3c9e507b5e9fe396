package io.dispatcher.dispatch.jms;

import io.dispatcher.messaging.BrokerConnection;
import java.lang.System.Logger.Level;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Asks the broker how long queues are: every second for each agent, so over a session that is kept, as to open and close one takes several times as
 * many packets. Thread-safe; one asks at a time.
 */
final class Depths implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Depths.class.getName());

    private final BrokerConnection connection;
    private @Nullable ClientSession session;

    Depths(BrokerConnection connection) {
        this.connection = connection;
    }

    /** @return -1 if it is not known */
    synchronized long of(String queue) {
        try {
            ClientSession.QueueQuery query = session().queueQuery(SimpleString.of(queue));
            return query.isExists() ? query.getMessageCount() : -1;
        } catch (ActiveMQException e) {
            // An answer that comes late must not be taken for that to the next question.
            close();
            return -1;
        }
    }

    private ClientSession session() throws ActiveMQException {
        ClientSession current = session;
        if (current == null || current.isClosed()) {
            current = connection.session();
            session = current;
        }
        return current;
    }

    @Override
    public synchronized void close() {
        ClientSession last = session;
        session = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "session did not close", e);
        }
    }
}
