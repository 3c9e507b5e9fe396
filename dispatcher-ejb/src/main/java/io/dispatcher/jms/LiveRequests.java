package io.dispatcher.jms;

import io.dispatcher.dispatch.Dispatch;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.Outcome;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Requests whose senders wait: dispatched like those over HTTP, as many at a time as leave room for these. Thread-safe. */
final class LiveRequests {
    private final Dispatcher dispatcher;
    private final Consumer<Reply> replies;
    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /** @param replies sends them; must not block */
    LiveRequests(Dispatcher dispatcher, Consumer<Reply> replies, int most) {
        this.dispatcher = dispatcher;
        this.replies = replies;
        this.most = most;
    }

    /** What there is none for waits in the broker. */
    boolean haveRoom() {
        return open.get() < most;
    }

    void dispatch(IncomingRequest request) {
        ReplyTo to = Objects.requireNonNull(request.replyTo());
        open.incrementAndGet();
        dispatcher.dispatch(
                request.submission().request(),
                request.submission().kind(),
                request.caller(),
                null,
                (dispatch, outcome) -> answer(to, dispatch, outcome));
    }

    private void answer(ReplyTo to, Dispatch dispatch, Outcome outcome) {
        open.decrementAndGet();
        String id = dispatch.id().toString();
        answer(
                outcome instanceof Outcome.Failed failed
                        ? Reply.problem(to, failed.failure(), id, false)
                        : new Reply(
                                to, Reply.Status.COMPLETED, id, ExecuteAnswer.json(dispatch.story()), false, false));
    }

    void answer(Reply reply) {
        replies.accept(reply);
    }
}
