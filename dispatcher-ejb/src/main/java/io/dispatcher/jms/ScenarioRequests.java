package io.dispatcher.jms;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.scenarios.Runs;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs of scenarios by message: one reply, the report. They live with this process: of a coordinator that dies the run says so, its requester hears no more.
 * Begun on a thread of their own: that takes the database. Thread-safe.
 */
final class ScenarioRequests implements AutoCloseable {
    private static final int WAITING = 1_000;

    private final Runs runs;
    private final boolean enabled;
    private final ReplySender replies;
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                Thread made = new Thread(task, "dispatcher-scenario-requests");
                made.setDaemon(true);
                return made;
            });

    ScenarioRequests(Runs runs, boolean enabled, ReplySender replies) {
        this.runs = runs;
        this.enabled = enabled;
        this.replies = replies;
    }

    /** @param to null: the report is only stored */
    void begin(byte[] wish, UUID id, @Nullable ReplyTo to, @Nullable String caller) {
        if (!enabled) {
            refuse(to, id, new Failure(FailureType.FEATURE_DISABLED, "scenarios are switched off"));
            return;
        }
        try {
            thread.execute(() -> start(wish, id, to, caller));
        } catch (RejectedExecutionException e) {
            refuse(to, id, new Failure(FailureType.RATE_LIMITED, "too many scenarios wait to be run"));
        }
    }

    private void start(byte[] wish, UUID id, @Nullable ReplyTo to, @Nullable String caller) {
        try {
            Runs.Begun begun = runs.begin(wish, caller, report -> tell(to, id, report));
            if (begun instanceof Runs.Begun.Refused refused) {
                refuse(to, id, refused.failure());
            }
        } catch (SQLException e) {
            refuse(to, id, new Failure(FailureType.UNAVAILABLE, "the run cannot be stored now"));
        }
    }

    private void tell(@Nullable ReplyTo to, UUID id, ObjectNode report) {
        if (to != null) {
            byte[] json = report.toString().getBytes(StandardCharsets.UTF_8);
            replies.send(new Reply(to, Reply.Status.COMPLETED, id.toString(), json, false, false));
        }
    }

    private void refuse(@Nullable ReplyTo to, UUID id, Failure failure) {
        if (to != null) {
            replies.send(Reply.problem(to, failure, id.toString(), false));
        }
    }

    @Override
    public void close() {
        thread.shutdown();
    }
}
