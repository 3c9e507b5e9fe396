package io.dispatcher.callbacks.jms;

import io.dispatcher.broker.BrokerAddresses;
import io.dispatcher.callbacks.Callback;
import io.dispatcher.requests.RequestOutcome;
import io.dispatcher.requests.RequestStatus;
import io.dispatcher.requests.Requests;
import io.dispatcher.requests.jms.OutcomeTeller;
import jakarta.enterprise.context.ApplicationScoped;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Outcomes whose callers asked for a callback, as messages to those who make it. */
@ApplicationScoped
public class CallbackTeller implements OutcomeTeller {
    private static final System.Logger LOG = System.getLogger(CallbackTeller.class.getName());

    @Override
    public void tell(ClientSession session, List<RequestOutcome> outcomes) throws ActiveMQException {
        List<RequestOutcome> asked = outcomes.stream()
                .filter(outcome -> outcome.notices().containsKey(Requests.CALLBACK_URL))
                .toList();
        if (asked.isEmpty()) {
            return;
        }
        try (ClientProducer producer = session.createProducer(BrokerAddresses.CALLBACKS)) {
            for (RequestOutcome outcome : asked) {
                tell(session, producer, outcome);
            }
        }
    }

    private static void tell(ClientSession session, ClientProducer producer, RequestOutcome outcome)
            throws ActiveMQException {
        Callback callback;
        try {
            callback = callback(outcome);
        } catch (IllegalArgumentException e) {
            // Checked when the request was accepted; it must not stand in the way of other outcomes.
            LOG.log(Level.ERROR, "request {0} gets no callback: {1}", outcome.id(), e.getMessage());
            return;
        }
        producer.send(CallbackMessages.write(session, callback));
    }

    private static Callback callback(RequestOutcome outcome) {
        return new Callback(
                outcome.id().toString(),
                CallbackMessages.url(outcome.notices().get(Requests.CALLBACK_URL)),
                new RequestStatus(outcome.id(), outcome.state(), outcome.answer()).json(),
                0,
                0,
                Instant.now());
    }
}
