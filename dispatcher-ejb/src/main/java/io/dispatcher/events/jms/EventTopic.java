package io.dispatcher.events.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.events.Event;
import io.dispatcher.events.EventBlock;
import io.dispatcher.events.EventFigures;
import io.dispatcher.events.EventLog;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.apache.activemq.artemis.reader.TextMessageUtil;
import org.apache.activemq.artemis.utils.UUIDGenerator;

/**
 * The public topic. What somebody who is too slow leaves in it is kept on disk up to a limit; beyond it events are left out for all its subscribers,
 * who see a hole in the numbers. For one thread.
 */
public final class EventTopic {
    /** The type of an event without the prefix of its CloudEvents name, for selectors. */
    static final String TYPE = "dispatcher_type";

    private static final System.Logger LOG = System.getLogger(EventTopic.class.getName());
    private static final SimpleString ADDRESS = SimpleString.of(BrokerAddresses.EVENTS);
    private static final long CLOSED_NANOS = Duration.ofSeconds(5).toNanos();
    /** Sends without waiting for the broker's word: it comes with the commit. */
    private static final SendAcknowledgementHandler WITH_THE_COMMIT = sent -> {};

    private final EventFigures figures;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private boolean closed;
    private long openFrom;
    /** Of the transaction under way. */
    private long published;

    private long dropped;

    public EventTopic(EventFigures figures, InstantSource clock, LongSupplier nanos) {
        this.figures = figures;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Sends them when the session is committed, if somebody has subscribed. */
    void publish(ClientSession session, List<EventBlock> blocks) throws ActiveMQException {
        published = 0;
        dropped = 0;
        // Whoever subscribes after this question subscribes after all that is in these blocks has happened.
        if (blocks.isEmpty() || session.addressQuery(ADDRESS).getQueueNames().isEmpty()) {
            return;
        }
        if (closed && nanos.getAsLong() - openFrom < 0) {
            dropped = blocks.stream().mapToLong(EventBlock::size).sum();
            return;
        }
        try (ClientProducer producer = session.createProducer(ADDRESS)) {
            for (EventBlock block : blocks) {
                for (Event event : block.read()) {
                    producer.send(ADDRESS, message(session, event), WITH_THE_COMMIT);
                    published++;
                }
            }
        }
    }

    private ClientMessage message(ClientSession session, Event event) {
        long now = clock.millis();
        ClientMessage message =
                session.createMessage(Message.TEXT_TYPE, true, now + EventLog.RETENTION.toMillis(), now, (byte) 4);
        message.setUserID(UUIDGenerator.getInstance().generateUUID());
        message.setRoutingType(RoutingType.MULTICAST);
        message.putStringProperty(TYPE, event.type());
        TextMessageUtil.writeBodyText(message.getBodyBuffer(), SimpleString.of(event.cloudEvent()));
        return message;
    }

    /** The broker had no room for what was published. */
    void full() {
        openFrom = nanos.getAsLong() + CLOSED_NANOS;
        if (!closed) {
            LOG.log(
                    Level.WARNING,
                    "topic {0} is full: a subscriber does not read, all of them miss events"
                            + " (http_dispatcher_events_dropped_total)",
                    BrokerAddresses.EVENTS);
            closed = true;
        }
    }

    void settled(boolean committed) {
        if (!committed) {
            return;
        }
        figures.published(published);
        figures.dropped(dropped);
        if (published > 0 && closed) {
            LOG.log(Level.INFO, "topic {0} has room again", BrokerAddresses.EVENTS);
            closed = false;
        }
    }
}
