package io.dispatcher.requests;

import io.dispatcher.config.NodeName;
import io.dispatcher.config.Settings;
import io.dispatcher.config.StoredSecret;
import io.dispatcher.database.Database;
import io.dispatcher.database.DatabaseException;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.DispatchTicket;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.OutcomeMessages;
import io.dispatcher.dispatch.QueuedOrder;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.dispatch.answer.ProblemDetails;
import io.dispatcher.history.DurableRecords;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Outcomes as messages; {@link RequestOutcome} reads them. */
@ApplicationScoped
public class OutcomeWriter implements OutcomeMessages {
    @Inject
    private Database database;

    @Inject
    private Settings settings;

    private @Nullable RequestIds ids;
    private @Nullable String node;

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
                DurableRecords.encode(story, node()));
        return QueuedOrder.note(outcome.id().toString(), outcome.metadata(), outcome.answer());
    }

    @Override
    public UUID mint() {
        return ids().next();
    }

    @Override
    public boolean minted(String orderId) {
        try {
            return ids().minted(UUID.fromString(orderId));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private synchronized String node() {
        if (node == null) {
            node = NodeName.resolve(settings);
        }
        return node;
    }

    /** The one that mints them, too. */
    synchronized RequestIds ids() {
        if (ids == null) {
            try {
                ids = new RequestIds(new StoredSecret(database.dataSource(), "request-ids").get());
            } catch (SQLException e) {
                throw new DatabaseException("the secret of request ids cannot be read: " + e.getMessage(), e);
            }
        }
        return ids;
    }
}
