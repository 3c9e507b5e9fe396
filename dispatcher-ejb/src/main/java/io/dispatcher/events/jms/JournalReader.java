package io.dispatcher.events.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.events.JournalMessage;
import io.dispatcher.events.Sequencer;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Reads the journal {@code dispatcher.events.in}. The queue is exclusive: of all nodes' readers one gets everything, in its order, and when it is gone
 * another one does. The end of what was read and what is published of it are one transaction.
 */
public final class JournalReader implements BatchConsumer.Handler {
    /** More would live long enough to be promoted by the garbage collector. */
    private static final BatchConsumer.Limits LIMITS = new BatchConsumer.Limits(10);

    private final Sequencer sequencer;
    private final EventTopic topic;

    private JournalReader(Sequencer sequencer, EventTopic topic) {
        this.sequencer = sequencer;
        this.topic = topic;
    }

    /** Not started yet. */
    public static BatchConsumer of(BrokerConnection broker, Sequencer sequencer, EventTopic topic) {
        return new BatchConsumer(broker, BrokerAddresses.EVENTS_IN, null, LIMITS, new JournalReader(sequencer, topic));
    }

    @Override
    public void handle(ClientSession session, List<ClientMessage> messages) throws Exception {
        topic.publish(session, sequencer.keep(read(messages)));
    }

    static List<JournalMessage> read(List<ClientMessage> messages) {
        List<JournalMessage> read = new ArrayList<>(messages.size());
        for (ClientMessage message : messages) {
            byte[] body = new byte[message.getBodyBuffer().readableBytes()];
            message.getBodyBuffer().readBytes(body);
            read.add(new JournalMessage(message.getMessageID(), body));
        }
        return read;
    }

    @Override
    public void noRoom() {
        topic.full();
    }

    @Override
    public void settled(boolean committed) {
        topic.settled(committed);
    }
}
