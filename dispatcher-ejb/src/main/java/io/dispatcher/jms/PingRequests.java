package io.dispatcher.jms;

import io.dispatcher.ping.PingOutput;
import io.dispatcher.ping.PingTask;
import io.dispatcher.ping.PingTaskRequest;
import io.dispatcher.ping.PingTasks;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Pings by message: a reply for each event, the last one marked. They live with this process: a coordinator that dies takes them with it, and the
 * requester hears no more. Thread-safe.
 */
final class PingRequests {
    /** From here on what can be left out is. */
    private static final int MOST_WAITING = 20_000;

    private final PingTasks tasks;
    private final ReplySender replies;

    PingRequests(PingTasks tasks, ReplySender replies) {
        this.tasks = tasks;
        this.replies = replies;
    }

    /** @param to null: the results are in the history only */
    void begin(PingTaskRequest request, UUID id, @Nullable ReplyTo to, @Nullable String caller) {
        PingTasks.Begun begun = tasks.begin(
                request, caller, task -> to == null ? PingOutput.NOBODY : new Replies(task, id.toString(), to));
        if (to != null && begun instanceof PingTasks.Begun.Refused refused) {
            Reply problem = Reply.problem(to, refused.failure(), id.toString(), false);
            replies.send(new Reply(
                    to,
                    problem.status(),
                    problem.requestId(),
                    problem.json(),
                    false,
                    false,
                    new Reply.Progress(true, () -> {})));
        }
    }

    /** Holds each event until the next one is there: only then it is known not to be the last. */
    private final class Replies implements PingOutput {
        private final PingTask task;
        private final String id;
        private final ReplyTo to;
        private byte @Nullable [] summary;

        Replies(PingTask task, String id, ReplyTo to) {
            this.task = task;
            this.id = id;
            this.to = to;
        }

        @Override
        public void event(String type, byte[] json, boolean essential) {
            if (!essential && replies.waiting() > MOST_WAITING) {
                return;
            }
            // Only a summary can be the last one.
            boolean mayBeLast = type.equals("summary");
            flush(false);
            if (mayBeLast) {
                summary = json;
            } else {
                send(json, false);
            }
        }

        @Override
        public void end() {
            flush(true);
        }

        private void flush(boolean last) {
            byte[] held = summary;
            summary = null;
            if (held != null) {
                send(held, last);
            }
        }

        private void send(byte[] json, boolean last) {
            replies.send(new Reply(
                    to, Reply.Status.COMPLETED, id, json, false, false, new Reply.Progress(last, task::cancel)));
        }
    }
}
