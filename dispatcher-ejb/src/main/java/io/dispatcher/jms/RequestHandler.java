package io.dispatcher.jms;

import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.OrderQueue;
import io.dispatcher.dispatch.PreparedMessage;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.messaging.BatchConsumer;
import io.dispatcher.ping.PingTaskRequest;
import io.dispatcher.requests.IdempotencyKey;
import io.dispatcher.requests.KeyedMessages;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private static final long CLAIM_SECONDS = 10;

    private final Intake intake;
    private final BooleanSupplier ready;
    private final boolean expired;
    private final List<OrderQueue.Receipt> receipts = new ArrayList<>();
    private final List<Runnable> whenCommitted = new ArrayList<>();
    private final List<Keyed> keyed = new ArrayList<>();

    /** A request whose key is being claimed. */
    private record Keyed(
            ClientMessage message, IncomingRequest request, CompletableFuture<KeyedMessages.Verdict> verdict) {}

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
            for (Keyed asked : keyed) {
                try {
                    decide(out, asked);
                } catch (RuntimeException e) {
                    unhandled(out, asked.message, asked.request.replyTo(), e);
                }
            }
        } finally {
            keyed.clear();
        }
    }

    private void handle(Outgoing out, ClientMessage message) throws ActiveMQException {
        boolean late = expired
                || (message.getExpiration() != 0
                        && message.getExpiration() <= intake.clock().millis());
        ReplyTo replyTo = null;
        try {
            replyTo = replyTo(out, message, late);
            if (RequestReader.isPing(message)) {
                ping(out, message, replyTo, late);
                return;
            }
            if (RequestReader.isScenario(message)) {
                scenario(out, message, replyTo, late);
                return;
            }
            IncomingRequest request = intake.reader().read(message, replyTo);
            if (late) {
                end(
                        out,
                        request,
                        intake.requests().mint(),
                        FailureType.EXPIRED,
                        "its time was over before a coordinator read it; it was never sent");
                whenCommitted.add(intake.figures()::expired);
            } else if (standIn(out, request)) {
                whenCommitted.add(intake.figures()::accepted);
            } else if (request.key() != null) {
                keyed.add(new Keyed(message, request, claim(request, request.key(), message)));
            } else {
                accept(out, request, intake.requests().mint());
                whenCommitted.add(intake.figures()::accepted);
            }
        } catch (InvalidRequestException e) {
            refuse(out, message, replyTo, e.failure());
        } catch (RuntimeException e) {
            unhandled(out, message, replyTo, e);
        }
    }

    /** A request to an upstream that is away may be answered by another at once: nothing is executed, so no key is claimed. */
    private boolean standIn(Outgoing out, IncomingRequest request) throws ActiveMQException {
        DispatchRecord answer = intake.standIns()
                .answer(request.submission().request(), request.submission().kind(), request.caller());
        if (answer == null) {
            return false;
        }
        if (request.replyTo() != null) {
            Reply reply = new Reply(
                    request.replyTo(),
                    Reply.Status.COMPLETED,
                    answer.requestId().toString(),
                    ExecuteAnswer.json(answer),
                    !request.live(),
                    false);
            if (request.live()) {
                whenCommitted.add(() -> intake.live().answer(reply));
            } else {
                out.reply(reply);
            }
        }
        return true;
    }

    private void ping(Outgoing out, ClientMessage message, @Nullable ReplyTo replyTo, boolean late)
            throws InvalidRequestException, ActiveMQException {
        PingTaskRequest request = intake.reader().readPing(message);
        UUID id = intake.requests().mint();
        if (!late) {
            String caller = intake.reader().caller(message);
            whenCommitted.add(() -> intake.pings().begin(request, id, replyTo, caller));
            whenCommitted.add(intake.figures()::accepted);
            return;
        }
        tooLate(out, message, replyTo, id);
    }

    private void scenario(Outgoing out, ClientMessage message, @Nullable ReplyTo replyTo, boolean late)
            throws InvalidRequestException, ActiveMQException {
        byte[] wish = intake.reader().readScenario(message);
        UUID id = intake.requests().mint();
        if (late) {
            tooLate(out, message, replyTo, id);
            return;
        }
        String caller = intake.reader().caller(message);
        whenCommitted.add(() -> intake.scenarios().begin(wish, id, replyTo, caller));
        whenCommitted.add(intake.figures()::accepted);
    }

    private void tooLate(Outgoing out, ClientMessage message, @Nullable ReplyTo replyTo, UUID id)
            throws ActiveMQException {
        whenCommitted.add(intake.figures()::expired);
        if (replyTo != null) {
            Failure over = new Failure(FailureType.EXPIRED, "its time was over before a coordinator read it");
            out.reply(Reply.problem(replyTo, over, id.toString(), message.isDurable()));
        }
    }

    /** Nothing was sent for it. Thrown further it would come again for ever, and hold up all others. */
    private void unhandled(Outgoing out, ClientMessage message, @Nullable ReplyTo replyTo, RuntimeException e)
            throws ActiveMQException {
        LOG.log(Level.ERROR, "a request could not be handled", e);
        refuse(out, message, replyTo, new Failure(FailureType.INTERNAL, "the message could not be handled: " + e));
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

    private CompletableFuture<KeyedMessages.Verdict> claim(
            IncomingRequest request, IdempotencyKey key, ClientMessage message) {
        return intake.keyed().claim(key, request.submission(), request.caller(), message.getMessageID());
    }

    private void decide(Outgoing out, Keyed asked) throws ActiveMQException {
        IncomingRequest request = asked.request;
        KeyedMessages.Verdict verdict = verdict(asked);
        if (verdict instanceof KeyedMessages.Verdict.First first) {
            accept(out, request, first.id());
            whenCommitted.add(() -> intake.keyed().stored(first.id()));
            whenCommitted.add(intake.figures()::accepted);
        } else if (verdict instanceof KeyedMessages.Verdict.Replay replay) {
            replay(out, request, replay);
            whenCommitted.add(intake.figures()::accepted);
        } else if (verdict instanceof KeyedMessages.Verdict.Conflict) {
            refuse(
                    out,
                    asked.message,
                    request.replyTo(),
                    new Failure(
                            FailureType.IDEMPOTENCY_CONFLICT,
                            RequestReader.KEY + " was used with another body before"));
        } else {
            out.putBack(asked.message, request.caller());
        }
    }

    /** @throws ActiveMQException if it cannot be said now: all of them wait in the queue */
    private static KeyedMessages.Verdict verdict(Keyed asked) throws ActiveMQException {
        try {
            return asked.verdict.get(CLAIM_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new ActiveMQException("no idempotency key can be claimed: " + e.getMessage());
        } catch (TimeoutException e) {
            throw new ActiveMQException("the database is too slow to keep idempotency keys");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ActiveMQException("interrupted");
        }
    }

    private static void replay(Outgoing out, IncomingRequest request, KeyedMessages.Verdict.Replay first)
            throws ActiveMQException {
        if (request.replyTo() != null) {
            Reply.Status status = Reply.Status.of(first.state());
            out.reply(new Reply(request.replyTo(), status, first.id().toString(), first.answer(), true, true));
        }
    }

    private void accept(Outgoing out, IncomingRequest request, UUID id) throws ActiveMQException {
        if (request.live()) {
            whenCommitted.add(() -> intake.live().dispatch(request));
            return;
        }
        PreparedMessage order =
                intake.requests().prepare(id, request.submission(), request.caller(), request.notices());
        receipts.add(order.receipt());
        if (!out.send(order)) {
            receipts.remove(receipts.size() - 1).refused("the queue is full");
            end(out, request, id, FailureType.UNAVAILABLE, "the queue it must wait in is full");
        }
    }

    private void end(Outgoing out, IncomingRequest request, UUID id, FailureType type, String why)
            throws ActiveMQException {
        PreparedMessage outcome = intake.requests()
                .refuse(id, request.submission(), request.caller(), request.notices(), new Failure(type, why));
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
