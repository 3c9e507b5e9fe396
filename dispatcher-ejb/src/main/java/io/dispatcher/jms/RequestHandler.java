package io.dispatcher.jms;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.PreparedMessage;
import io.dispatcher.messaging.BatchConsumer;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.jspecify.annotations.Nullable;

/**
 * Turns messages into intake.requests(). The end of a message and the order it becomes, or the outcome or dead letter, are one transaction; a request that
 * somebody waits for is dispatched after it, so that it is not executed twice. For one thread.
 */
final class RequestHandler implements BatchConsumer.Handler {
    private static final System.Logger LOG = System.getLogger(RequestHandler.class.getName());

    private final Intake intake;
    private final BooleanSupplier ready;
    private final boolean expired;
    private final List<OrderQueue.Receipt> receipts = new ArrayList<>();
    private final List<Runnable> whenCommitted = new ArrayList<>();

    private RequestHandler(Intake intake, BooleanSupplier ready, boolean expired) {
        this.intake = intake;
        this.ready = ready;
        this.expired = expired;
    }

    /** @param open whether any are taken now */
    static RequestHandler ofRequests(Intake intake, BooleanSupplier open) {
        return new RequestHandler(intake, open, false);
    }

    /** For requests that the broker took out of their queue because their time was over. */
    static RequestHandler ofExpired(Intake intake) {
        return new RequestHandler(intake, () -> true, true);
    }

    @Override
    public boolean ready() {
        return ready.getAsBoolean();
    }

    @Override
    public void handle(ClientSession session, List<ClientMessage> messages) throws ActiveMQException {
        try (Outgoing out = new Outgoing(session, intake.queues(), intake.figures())) {
            for (ClientMessage message : messages) {
                handle(out, message);
            }
        }
    }

    private void handle(Outgoing out, ClientMessage message) throws ActiveMQException {
        boolean late = expired
                || (message.getExpiration() != 0
                        && message.getExpiration() <= intake.clock().millis());
        ReplyTo replyTo = null;
        try {
            replyTo = replyTo(out, message, late);
            IncomingRequest request = intake.reader().read(message, replyTo);
            if (late) {
                end(
                        out,
                        request,
                        FailureType.EXPIRED,
                        "its time was over before a coordinator read it; it was never sent");
                whenCommitted.add(intake.figures()::expired);
            } else {
                accept(out, request);
                whenCommitted.add(intake.figures()::accepted);
            }
        } catch (InvalidRequestException e) {
            refuse(out, message, replyTo, e.failure());
        } catch (RuntimeException e) {
            // Nothing was sent for it. Thrown further it would come again for ever, and hold up all others.
            LOG.log(Level.ERROR, "a request could not be handled", e);
            refuse(out, message, replyTo, new Failure(FailureType.INTERNAL, "the message could not be handled: " + e));
        }
    }

    /** A requester that did not wait for the end of its request may be gone with its queue. */
    private static @Nullable ReplyTo replyTo(Outgoing out, ClientMessage message, boolean late)
            throws InvalidRequestException, ActiveMQException {
        ReplyTo replyTo = ReplyTo.of(message);
        if (replyTo != null && replyTo.temporary() && !late && !out.exists(replyTo.queue())) {
            throw new InvalidRequestException("JMSReplyTo", "is a temporary queue that is not there");
        }
        return replyTo;
    }

    private void accept(Outgoing out, IncomingRequest request) throws ActiveMQException {
        if (request.live()) {
            whenCommitted.add(() -> intake.live().dispatch(request));
            return;
        }
        PreparedMessage order = intake.requests().prepare(request.submission(), request.caller(), request.notices());
        receipts.add(order.receipt());
        if (!out.send(order)) {
            receipts.remove(receipts.size() - 1).refused("the queue is full");
            end(out, request, FailureType.UNAVAILABLE, "the queue it must wait in is full");
        }
    }

    private void end(Outgoing out, IncomingRequest request, FailureType type, String why) throws ActiveMQException {
        PreparedMessage outcome = intake.requests()
                .refuse(request.submission(), request.caller(), request.notices(), new Failure(type, why));
        receipts.add(outcome.receipt());
        if (!out.send(outcome)) {
            throw new ActiveMQException("the queue of outcomes is full");
        }
    }

    private void refuse(Outgoing out, ClientMessage message, @Nullable ReplyTo replyTo, Failure failure)
            throws ActiveMQException {
        LOG.log(Level.INFO, "a request is a dead letter: {0}", failure.detail());
        out.bury(message, intake.reader().caller(message), failure.detail());
        whenCommitted.add(intake.figures()::refused);
        if (replyTo == null) {
            return;
        }
        Reply reply = Reply.problem(replyTo, failure, null, message.isDurable());
        if (message.isDurable()) {
            out.reply(reply);
        } else {
            whenCommitted.add(() -> intake.live().answer(reply));
        }
    }

    @Override
    public void settled(boolean committed) {
        for (OrderQueue.Receipt receipt : receipts) {
            if (committed) {
                receipt.stored();
            } else {
                receipt.refused("the broker did not commit it");
            }
        }
        if (committed) {
            whenCommitted.forEach(Runnable::run);
        } else {
            intake.queues().doubt();
        }
        receipts.clear();
        whenCommitted.clear();
    }
}
