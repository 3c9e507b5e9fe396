package io.dispatcher.requests;

import io.dispatcher.database.DatabaseException;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.LateAnswer;
import io.dispatcher.dispatch.answer.ExecuteAnswer;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryItem;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An answer that came after its durable request had failed corrects its state, as it does the record: completed wins (ARCHITECTURE D7). Only that of
 * the agent it was given to last. Whoever was told of the failure is not told again. Thread-safe.
 */
public final class LateAnswers implements DispatchListener {
    private static final System.Logger LOG = System.getLogger(LateAnswers.class.getName());
    private static final int MOST_WAITING = 100;
    /** The outcome may be on its way, or the database away for a moment. */
    private static final int TRIES = 5;

    private static final long AGAIN_SECONDS = 3;

    private final Semaphore room = new Semaphore(MOST_WAITING);
    private volatile @Nullable Correction correction;

    private record Correction(
            RequestIds ids, History history, RequestStore store, InstantSource clock, ScheduledExecutorService timer) {}

    void start(
            RequestIds ids, History history, RequestStore store, InstantSource clock, ScheduledExecutorService timer) {
        correction = new Correction(ids, history, store, clock, timer);
    }

    @Override
    public void finished(DispatchRecord dispatch) {
        // Its outcome says it.
    }

    @Override
    public void answeredLate(LateAnswer late) {
        Correction by = correction;
        if (by != null && by.ids.minted(late.requestId()) && room.tryAcquire()) {
            by.timer.execute(() -> attempt(by, late, 1));
        }
    }

    private void attempt(Correction by, LateAnswer late, int number) {
        boolean done;
        try {
            done = correct(by, late);
        } catch (SQLException | DatabaseException e) {
            LOG.log(Level.DEBUG, "request {0} is not corrected yet: {1}", late.requestId(), e.getMessage());
            done = false;
        }
        if (done || number == TRIES) {
            room.release();
        } else {
            by.timer.schedule(() -> attempt(by, late, number + 1), AGAIN_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** @return false if its record is not there yet */
    private static boolean correct(Correction by, LateAnswer late) throws SQLException {
        History.Whole kept = by.history.find(late.requestId()).orElse(null);
        if (kept == null) {
            return false;
        }
        if (late.agentId().equals(kept.item().agentId())) {
            byte[] answer = ExecuteAnswer.json(story(kept, late));
            by.store.finish(
                    List.of(new RequestOutcome(
                            late.requestId(),
                            RequestState.COMPLETED,
                            200,
                            answer,
                            kept.item().caller(),
                            kept.item().time(),
                            Map.of(),
                            new byte[0])),
                    by.clock.instant());
        }
        return true;
    }

    /** The exchange is the late one's, the waiting that of the request. */
    private static DispatchRecord story(History.Whole kept, LateAnswer late) {
        HistoryItem item = kept.item();
        DispatchRecord.ResponsePart came = late.response();
        return new DispatchRecord(
                late.requestId(),
                DispatchKind.EXECUTE,
                item.time(),
                item.caller(),
                late.agentId(),
                late.sourceAddress(),
                item.method(),
                item.url(),
                late.statusCode(),
                null,
                kept.detail().queueMs(),
                item.durationMs(),
                item.attempts(),
                null,
                true,
                new DispatchRecord.RequestPart(List.of(), new byte[0], 0, false, false),
                new DispatchRecord.ResponsePart(
                        came.httpVersion(),
                        came.headers(),
                        came.body(),
                        came.bodyTruncated() || came.body().length < late.bodySize(),
                        came.sizeBytes(),
                        came.certificate()),
                late.timings(),
                List.of());
    }
}
