package io.dispatcher.requests.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.dispatch.jms.StoredNote;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.messaging.BrokerConnection;
import io.dispatcher.messaging.DeadLetter;
import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.requests.RequestOutcome;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/**
 * Reads {@code dispatcher.outcomes}: keeps each outcome, then tells those who asked for it by a message. That message and the end of the outcome are
 * one transaction.
 */
public final class OutcomeConsumer {
    private static final System.Logger LOG = System.getLogger(OutcomeConsumer.class.getName());
    private static final BatchConsumer.Limits LIMITS = new BatchConsumer.Limits(200);

    private OutcomeConsumer() {}

    /** Keeps outcomes; must be able to see one twice. */
    @FunctionalInterface
    public interface Keeper {
        /** @param sent when the last of them was */
        void keep(List<RequestOutcome> outcomes, Instant sent) throws Exception;
    }

    /** Not started yet. */
    public static BatchConsumer of(BrokerConnection broker, Keeper keeper, List<OutcomeTeller> tellers) {
        BatchConsumer.Handler handler = new BatchConsumer.Handler() {
            @Override
            public void handle(ClientSession session, List<ClientMessage> messages) throws Exception {
                OutcomeConsumer.handle(session, messages, keeper, tellers);
            }

            @Override
            public void settled(boolean committed) {
                tellers.forEach(teller -> teller.settled(committed));
            }
        };
        return new BatchConsumer(broker, BrokerAddresses.OUTCOMES, null, LIMITS, handler);
    }

    private static void handle(
            ClientSession session, List<ClientMessage> messages, Keeper keeper, List<OutcomeTeller> tellers)
            throws Exception {
        List<RequestOutcome> outcomes = new ArrayList<>();
        for (ClientMessage message : messages) {
            StoredNote note = StoredNote.read(message);
            try {
                outcomes.add(RequestOutcome.read(note.orderId(), note.metadata(), note.body()));
            } catch (ProtocolException e) {
                LOG.log(Level.ERROR, "the outcome of {0} is unreadable: {1}", note.orderId(), e.getMessage());
                DeadLetter.bury(session, message, BrokerAddresses.OUTCOMES, "unreadable: " + e.getMessage());
            }
        }
        keeper.keep(
                outcomes, Instant.ofEpochMilli(messages.get(messages.size() - 1).getTimestamp()));
        for (OutcomeTeller teller : tellers) {
            teller.tell(session, outcomes);
        }
    }
}
