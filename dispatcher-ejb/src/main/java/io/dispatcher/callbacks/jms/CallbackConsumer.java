package io.dispatcher.callbacks.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.callbacks.Callback;
import io.dispatcher.callbacks.Callbacks;
import io.dispatcher.callbacks.NextStep;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.messaging.DeadLetter;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Takes one callback at a time from {@code dispatcher.callbacks}. The next try is a message that the broker holds back until its time; it and the end
 * of this try are one transaction, so whatever dies meanwhile, a callback is told at least once.
 */
public final class CallbackConsumer {
    private static final System.Logger LOG = System.getLogger(CallbackConsumer.class.getName());

    private final Callbacks callbacks;
    private final InstantSource clock;

    private CallbackConsumer(Callbacks callbacks, InstantSource clock) {
        this.callbacks = callbacks;
        this.clock = clock;
    }

    /** Not started yet; several of them share the work. */
    public static BatchConsumer of(BrokerConnection broker, Callbacks callbacks, InstantSource clock) {
        CallbackConsumer consumer = new CallbackConsumer(callbacks, clock);
        return new BatchConsumer(
                broker,
                BrokerAddresses.CALLBACKS,
                null,
                BatchConsumer.Limits.ONE_BY_ONE,
                (session, messages) -> consumer.handle(session, messages.get(0)));
    }

    private void handle(ClientSession session, ClientMessage message) throws ActiveMQException {
        Callback callback;
        try {
            callback = CallbackMessages.read(message, clock.instant());
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "a callback is unreadable: {0}", e.getMessage());
            DeadLetter.bury(session, message, BrokerAddresses.CALLBACKS, "unreadable: " + e.getMessage());
            return;
        }
        settle(session, callback, callbacks.handle(callback));
    }

    private void settle(ClientSession session, Callback callback, NextStep step) throws ActiveMQException {
        if (step instanceof NextStep.Again again) {
            LOG.log(Level.DEBUG, "callback of {0} failed: {1}", callback.requestId(), again.reason());
            later(session, callback.tried(), again.delay());
        } else if (step instanceof NextStep.PutOff putOff) {
            later(session, callback.putOffOnce(), putOff.delay());
        } else if (step instanceof NextStep.GivenUp givenUp) {
            LOG.log(Level.WARNING, "callback of {0} is given up: {1}", callback.requestId(), givenUp.reason());
            DeadLetter.bury(
                    session, CallbackMessages.fresh(session, callback), BrokerAddresses.CALLBACKS, givenUp.reason());
        }
    }

    private void later(ClientSession session, Callback next, Duration delay) throws ActiveMQException {
        ClientMessage message = CallbackMessages.write(session, next);
        message.putLongProperty(
                Message.HDR_SCHEDULED_DELIVERY_TIME, clock.instant().plus(delay).toEpochMilli());
        try (ClientProducer producer = session.createProducer(BrokerAddresses.CALLBACKS)) {
            producer.send(message);
        }
    }
}
