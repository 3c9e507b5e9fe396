package io.dispatcher.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.dispatch.PreparedMessage;
import io.dispatcher.dispatch.jms.OrderMessages;
import java.lang.System.Logger.Level;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.jspecify.annotations.Nullable;

/**
 * What is sent together with the end of the messages it answers, over a session that is committed later. One queue that refuses would make every commit
 * fail: the messages come again, first to find out which it is, then to be sent without it.
 */
final class Outgoing implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Outgoing.class.getName());

    private static final long PUT_BACK_MS = 500;

    private final ClientSession session;
    private final ClientProducer producer;
    private final QueueStates queues;
    private final JmsFigures figures;

    Outgoing(ClientSession session, QueueStates queues, JmsFigures figures) throws ActiveMQException {
        this.session = session;
        this.queues = queues;
        this.figures = figures;
        this.producer = session.createProducer();
    }

    /** @return false if its queue refuses at the moment: nothing was sent */
    boolean send(PreparedMessage prepared) throws ActiveMQException {
        if (queues.refusal(prepared.queue()) != null) {
            return false;
        }
        send(prepared.queue(), OrderMessages.of(prepared.message(), session));
        return true;
    }

    /** Sends it, or buries it with the reason why it cannot be had by anybody. */
    void reply(Reply reply) throws ActiveMQException {
        String reason = reply.to().temporary() && !exists(reply.to().queue())
                ? "the queue the reply was for is gone"
                : queues.refusal(reply.to().queue());
        if (reason == null) {
            send(reply.to().queue(), reply.message(session));
            figures.replied();
        } else {
            LOG.log(Level.INFO, "the reply to request {0} is a dead letter: {1}", reply.requestId(), reason);
            send(DeadLetters.QUEUE, DeadLetters.of(reply, reason, session));
            figures.undeliverable();
        }
    }

    void bury(ClientMessage request, @Nullable String caller, String reason) throws ActiveMQException {
        send(DeadLetters.QUEUE, DeadLetters.of(request, caller, reason, session));
    }

    /** Into the queue it came from, for a moment later. */
    void putBack(ClientMessage request, @Nullable String caller) throws ActiveMQException {
        ClientMessage copy = session.createMessage(
                request.getType(),
                request.isDurable(),
                request.getExpiration(),
                request.getTimestamp(),
                request.getPriority());
        copy.setUserID(request.getUserID());
        for (SimpleString name : request.getPropertyNames()) {
            copy.putObjectProperty(name, request.getObjectProperty(name));
        }
        // The broker knows it from the first time.
        copy.removeProperty(Message.HDR_DUPLICATE_DETECTION_ID);
        copy.removeProperty(SimpleString.of(RequestReader.CALLER));
        if (caller != null) {
            copy.putStringProperty(RequestReader.CALLER, caller);
        }
        copy.putLongProperty(Message.HDR_SCHEDULED_DELIVERY_TIME, System.currentTimeMillis() + PUT_BACK_MS);
        ActiveMQBuffer body = request.getBodyBuffer();
        body.resetReaderIndex();
        copy.getBodyBuffer().writeBytes(body, body.readableBytes());
        send(BrokerAddresses.REQUESTS, copy);
    }

    boolean exists(String queue) throws ActiveMQException {
        Boolean known = queues.exists(queue);
        if (known != null) {
            return known;
        }
        boolean exists = session.queueQuery(SimpleString.of(queue)).isExists();
        queues.exists(queue, exists);
        return exists;
    }

    /**
     * The broker's word comes later: a refusal before the commit fails, or another call does in its place. Which queue it was is asked for only after
     * a commit has failed.
     */
    private void send(String queue, ClientMessage message) throws ActiveMQException {
        if (!queues.inDoubt()) {
            producer.send(SimpleString.of(queue), message);
            return;
        }
        producer.send(SimpleString.of(queue), message, new SendAcknowledgementHandler() {
            @Override
            public void sendAcknowledged(Message sent) {}

            @Override
            public void sendFailed(Message sent, Exception e) {
                if (e instanceof ActiveMQException refusal && ofTheQueue(refusal.getType())) {
                    queues.refused(queue, String.valueOf(e.getMessage()));
                }
            }
        });
    }

    /** And not of the connection. */
    static boolean ofTheQueue(@Nullable ActiveMQExceptionType type) {
        return type == ActiveMQExceptionType.ADDRESS_FULL
                || type == ActiveMQExceptionType.ADDRESS_DOES_NOT_EXIST
                || type == ActiveMQExceptionType.QUEUE_DOES_NOT_EXIST
                || type == ActiveMQExceptionType.SECURITY_EXCEPTION;
    }

    @Override
    public void close() throws ActiveMQException {
        producer.close();
    }
}
