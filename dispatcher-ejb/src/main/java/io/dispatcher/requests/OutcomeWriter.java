package io.dispatcher.requests;

import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.DispatchTicket;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.OutcomeMessages;
import io.dispatcher.dispatch.QueuedOrder;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.dispatch.answer.ProblemDetails;
import io.dispatcher.history.DurableRecords;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Outcomes as messages; {@link RequestOutcome} reads them. */
@ApplicationScoped
public class OutcomeWriter implements OutcomeMessages {
    @Override
    public QueuedOrder outcome(DispatchTicket ticket, DispatchRecord story) {
        Failure failure = story.failure();
        Map<String, String> notices = ticket.notices();
        RequestOutcome outcome = new RequestOutcome(
                ticket.id(),
                RequestState.after(failure),
                failure == null ? 200 : failure.type().httpStatus(),
                failure == null
                        ? ExecuteAnswer.json(story)
                        : ProblemDetails.json(failure, ticket.id().toString()),
                ticket.caller(),
                ticket.accepted(),
                notices == null ? Map.of() : notices,
                DurableRecords.encode(story));
        return QueuedOrder.note(outcome.id().toString(), outcome.metadata(), outcome.answer());
    }
}
