package io.dispatcher.jms;

import io.dispatcher.requests.RequestOutcome;
import io.dispatcher.requests.jms.OutcomeTeller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;

/** Answers stored requests that came by a message and asked for it. */
@ApplicationScoped
public class ReplyTeller implements OutcomeTeller {
    private final QueueStates queues = new QueueStates(System::nanoTime);

    @Inject
    private JmsFigures figures;

    @Override
    public void tell(ClientSession session, List<RequestOutcome> outcomes) throws ActiveMQException {
        try (Outgoing out = new Outgoing(session, queues, figures)) {
            for (RequestOutcome outcome : outcomes) {
                ReplyTo to = ReplyTo.of(outcome.notices());
                if (to != null) {
                    Reply.Status status = Reply.Status.of(outcome.state());
                    out.reply(new Reply(to, status, outcome.id().toString(), outcome.answer(), true, false));
                }
            }
        }
    }

    @Override
    public void settled(boolean committed) {
        if (!committed) {
            queues.doubt();
        }
    }
}
