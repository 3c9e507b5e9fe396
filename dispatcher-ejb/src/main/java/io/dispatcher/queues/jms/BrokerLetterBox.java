package io.dispatcher.queues.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.messaging.DeadLetter;
import io.dispatcher.queues.Letter;
import io.dispatcher.queues.LetterBox;
import io.dispatcher.queues.LetterId;
import io.dispatcher.queues.LetterQueue;
import io.dispatcher.queues.LetterStaysException;
import io.dispatcher.queues.QueuesUnavailableException;
import io.dispatcher.queues.WholeLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/** Last stops as queues of the broker: looked at by browsing, changed in one transaction of a session. */
public final class BrokerLetterBox implements LetterBox {
    private static final int AT_ONCE = 100;
    private static final long FROM_DISK_MS = 500;
    /** What a message that goes back must not keep: it would be refused as a copy, held back, or told to have died already. */
    private static final Set<SimpleString> OF_DEATH = Set.of(
            Message.HDR_ORIGINAL_QUEUE,
            Message.HDR_ORIGINAL_ADDRESS,
            Message.HDR_ORIG_MESSAGE_ID,
            Message.HDR_ACTUAL_EXPIRY_TIME,
            Message.HDR_DUPLICATE_DETECTION_ID,
            Message.HDR_SCHEDULED_DELIVERY_TIME,
            SimpleString.of(DeadLetter.REASON),
            SimpleString.of(DeadLetter.TIME));

    private final BrokerConnection broker;

    public BrokerLetterBox(BrokerConnection broker) {
        this.broker = broker;
    }

    private static String queue(LetterQueue where) {
        return where == LetterQueue.DEAD ? BrokerAddresses.DEAD : BrokerAddresses.EXPIRED;
    }

    /** Message by message: fetched ahead, one that is not there yet could not be told from the end. */
    private static ClientConsumer all(ClientSession session, String queue, @Nullable String filter, boolean browse)
            throws ActiveMQException {
        return session.createConsumer(queue, filter, 0, -1, browse);
    }

    @Override
    public @Nullable Page list(LetterQueue where, int limit, @Nullable LetterId after) {
        try (ClientSession session = broker.session()) {
            ClientConsumer all = all(session, queue(where), null, true);
            session.start();
            if (after != null && next(all, after) == null) {
                return null;
            }
            List<Letter> page = new ArrayList<>();
            for (ClientMessage message = all.receiveImmediate(); message != null; message = all.receiveImmediate()) {
                if (page.size() == limit) {
                    return new Page(page, page.get(limit - 1).id());
                }
                page.add(LetterReader.letter(message));
            }
            return new Page(page, null);
        } catch (ActiveMQException e) {
            throw new QueuesUnavailableException(e);
        }
    }

    /** That message, null if it does not come. */
    private static @Nullable ClientMessage next(ClientConsumer consumer, LetterId id) throws ActiveMQException {
        ClientMessage message = consumer.receiveImmediate();
        while (message != null && !LetterReader.id(message).equals(id)) {
            message = consumer.receiveImmediate();
        }
        return message;
    }

    private static String sentAt(LetterId id) {
        return "AMQTimestamp = " + id.timestamp();
    }

    @Override
    public @Nullable WholeLetter find(LetterQueue where, LetterId id) {
        try (ClientSession session = broker.session()) {
            ClientConsumer some = all(session, queue(where), sentAt(id), true);
            session.start();
            ClientMessage message = next(some, id);
            return message == null ? null : LetterReader.whole(message);
        } catch (ActiveMQException e) {
            throw new QueuesUnavailableException(e);
        }
    }

    @Override
    public @Nullable Letter retry(LetterId id) throws LetterStaysException {
        try (ClientSession session = broker.transacted()) {
            ClientMessage message = taken(session, id);
            if (message == null) {
                return null;
            }
            String obstacle = obstacle(session, message);
            if (obstacle != null) {
                throw new LetterStaysException(obstacle);
            }
            sendBack(session, message);
            message.individualAcknowledge();
            session.commit();
            return LetterReader.letter(message);
        } catch (ActiveMQException e) {
            throw new QueuesUnavailableException(e);
        }
    }

    @Override
    public boolean discard(LetterId id) throws LetterStaysException {
        try (ClientSession session = broker.transacted()) {
            ClientMessage message = taken(session, id);
            if (message != null) {
                message.individualAcknowledge();
                session.commit();
            }
            return message != null;
        } catch (ActiveMQException e) {
            throw new QueuesUnavailableException(e);
        }
    }

    private @Nullable ClientMessage taken(ClientSession session, LetterId id)
            throws ActiveMQException, LetterStaysException {
        session.start();
        ClientMessage found = next(all(session, BrokerAddresses.DEAD, sentAt(id), false), id);
        // A consumer gets only what the broker has in memory, a browser also what waits behind that on disk.
        if (found == null && find(LetterQueue.DEAD, id) != null) {
            throw new LetterStaysException(
                    "it lies on disk behind many older ones; retry or discard those first, or all at once");
        }
        return found;
    }

    /** Why it cannot go back, null if it can. */
    private static @Nullable String obstacle(ClientSession session, ClientMessage message) throws ActiveMQException {
        String to = LetterReader.origin(message);
        if (to == null) {
            return "nobody noted where it came from";
        }
        if (message.getBodySize() > LetterReader.READ_AT_MOST) {
            return "its body of " + message.getBodySize() + " bytes is too large";
        }
        return session.queueQuery(SimpleString.of(to)).isExists() ? null : "queue " + to + " is gone";
    }

    private static void sendBack(ClientSession session, ClientMessage message) throws ActiveMQException {
        ClientMessage copy = session.createMessage(
                message.getType(), message.isDurable(), 0, message.getTimestamp(), message.getPriority());
        for (SimpleString name : message.getPropertyNames()) {
            if (!OF_DEATH.contains(name)) {
                copy.putObjectProperty(name, message.getObjectProperty(name));
            }
        }
        copy.setUserID(message.getUserID());
        ActiveMQBuffer body = message.getBodyBuffer();
        copy.getBodyBuffer().writeBytes(body, body.readableBytes());
        try (ClientProducer producer = session.createProducer(LetterReader.origin(message))) {
            producer.send(copy);
        }
    }

    @Override
    public Retried retryAll() {
        return settleAll((session, message) -> {
            boolean goes = obstacle(session, message) == null;
            if (goes) {
                sendBack(session, message);
            }
            return goes;
        });
    }

    @Override
    public long discardAll() {
        return settleAll((session, message) -> true).retried();
    }

    /** Says whether a message is to go. */
    @FunctionalInterface
    private interface Decision {
        boolean goes(ClientSession session, ClientMessage message) throws ActiveMQException;
    }

    /** Goes through those that lie there now, and no further: what was sent back may die again at once. */
    private Retried settleAll(Decision decision) {
        try (ClientSession session = broker.transacted()) {
            long there =
                    session.queueQuery(SimpleString.of(BrokerAddresses.DEAD)).getMessageCount();
            ClientConsumer all = all(session, BrokerAddresses.DEAD, null, false);
            session.start();
            long gone = 0;
            for (long seen = 0; seen < there; seen++) {
                ClientMessage message = all.receive(FROM_DISK_MS);
                if (message == null) {
                    break;
                }
                if (decision.goes(session, message)) {
                    message.individualAcknowledge();
                    gone++;
                }
                if (seen % AT_ONCE == AT_ONCE - 1) {
                    session.commit();
                }
            }
            session.commit();
            return new Retried(gone, there - gone);
        } catch (ActiveMQException e) {
            throw new QueuesUnavailableException(e);
        }
    }
}
