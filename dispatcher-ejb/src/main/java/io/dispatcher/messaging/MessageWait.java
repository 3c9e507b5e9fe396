package io.dispatcher.messaging;

import java.lang.System.Logger.Level;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * One thread's wait for a message, which another one can end. Long, because the client asks the broker for what it may have held back at the end of
 * each {@code receive}: a packet there and one back, which with short waits is all that an idle node does.
 */
final class MessageWait {
    private static final System.Logger LOG = System.getLogger(MessageWait.class.getName());
    private static final long LONG_MS = 10_000;

    private @Nullable ClientConsumer waiting;
    private boolean over;

    /** @return null if none came for a long time, the broker went away, or it was ended; what came just then goes back with its session */
    @Nullable
    ClientMessage next(ClientConsumer consumer) throws ActiveMQException {
        if (!began(consumer)) {
            return null;
        }
        ClientMessage message;
        try {
            message = consumer.receive(LONG_MS);
        } finally {
            waited();
        }
        return over() ? null : message;
    }

    private synchronized boolean began(ClientConsumer consumer) {
        waiting = over ? null : consumer;
        return !over;
    }

    private synchronized void waited() {
        waiting = null;
    }

    private synchronized boolean over() {
        return over;
    }

    /** Now and from now on. Whoever has a message already is not disturbed. */
    synchronized void end() {
        over = true;
        try {
            if (waiting != null) {
                waiting.close();
            }
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "consumer did not close", e);
        }
    }
}
