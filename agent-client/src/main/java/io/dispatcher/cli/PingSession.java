package io.dispatcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.AnswerLines;
import io.dispatcher.api.ApiClient;
import io.dispatcher.api.ApiProblem;
import io.dispatcher.api.Unreachable;
import io.dispatcher.terminal.Terminal;
import io.dispatcher.view.PingBoard;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One ping of the command line: a task of the coordinator, or one after the other until it is stopped. */
final class PingSession {
    /** So that an agent that is away is not asked without pause. */
    private static final int PAUSE_MS = 1_000;

    private final ApiClient api;
    private final PingBoard board;
    private final PingOutput output;
    private final Terminal terminal;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile @Nullable AnswerLines current;

    PingSession(ApiClient api, PingBoard board, PingOutput output, Terminal terminal) {
        this.api = api;
        this.board = board;
        this.output = output;
        this.terminal = terminal;
    }

    /** Ends {@link #run} soon, from any thread; the coordinator cancels a task whose caller is gone. */
    void stop() {
        stopped.countDown();
        AnswerLines lines = current;
        if (lines != null) {
            lines.close();
        }
    }

    /** {@code endless}: begins again when the task is over, unless there was nothing to send in the first one. */
    void run(ObjectNode task, boolean endless) throws Exception {
        long count = task.path("count").asLong();
        long firstSeq = 0;
        try {
            do {
                round(task, firstSeq);
                firstSeq += count;
            } while (endless && board.sent() && !stopped.await(PAUSE_MS, TimeUnit.MILLISECONDS));
        } finally {
            output.end();
        }
    }

    private void round(ObjectNode task, long firstSeq)
            throws ApiProblem, Unreachable, CommandFailure, InterruptedException {
        try (AnswerLines lines = api.stream("/ping-task", task, ApiClient.SHORT)) {
            current = lines;
            String line = isStopped() ? null : lines.next();
            while (line != null) {
                output.event(line, event(line), firstSeq);
                if (terminal.out().checkError()) {
                    // Whoever read the output has gone.
                    stop();
                }
                line = isStopped() ? null : lines.next();
            }
        }
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private static JsonNode event(String line) throws CommandFailure {
        try {
            JsonNode event = ApiClient.mapper().readTree(line);
            if (event.hasNonNull("type")) {
                return event;
            }
        } catch (JsonProcessingException e) {
            // told below, like every other text that is no event
        }
        throw new CommandFailure("the coordinator's answer is not what a ping answers: is it one?");
    }
}
