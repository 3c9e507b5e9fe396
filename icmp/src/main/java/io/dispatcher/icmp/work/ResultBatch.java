package io.dispatcher.icmp.work;

import io.dispatcher.protocol.PingResult;
import io.dispatcher.protocol.PingResults;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Gathers an order's results for some milliseconds, so that thousands of targets do not become thousands of frames; the first goes at once, for who
 * waits for it sees that there is an answer. Where there is no room for them
 * replies and the like are left out, errors and summaries wait. Thread-safe.
 */
final class ResultBatch {
    private static final System.Logger LOG = System.getLogger(ResultBatch.class.getName());
    private static final long GATHER_MS = 5;
    private static final long AGAIN_MS = 100;

    private final PingReports reports;
    private final ScheduledExecutorService timer;
    private List<PingResult> results = new ArrayList<>();
    private boolean begun;
    private boolean scheduled;
    private boolean last;
    private boolean over;
    private long leftOut;

    ResultBatch(PingReports reports, ScheduledExecutorService timer) {
        this.reports = reports;
        this.timer = timer;
    }

    synchronized void add(PingResult result) {
        results.add(result);
        if (!begun || results.size() >= PingResults.MOST) {
            begun = true;
            send();
        } else {
            later(GATHER_MS);
        }
    }

    /** There is nothing after what was added. */
    synchronized void end() {
        last = true;
        send();
    }

    private void later(long milliseconds) {
        if (!scheduled && !over) {
            try {
                timer.schedule(this::flush, milliseconds, TimeUnit.MILLISECONDS);
                scheduled = true;
            } catch (RejectedExecutionException e) {
                // The process ends.
                over = true;
            }
        }
    }

    private synchronized void flush() {
        scheduled = false;
        if (!results.isEmpty() || last) {
            send();
        }
    }

    private void send() {
        while (!over) {
            int some = Math.min(results.size(), PingResults.MOST);
            boolean all = some == results.size();
            if (!reports.report(List.copyOf(results.subList(0, some)), last && all)) {
                leaveOut();
                later(AGAIN_MS);
                return;
            }
            results = new ArrayList<>(results.subList(some, results.size()));
            over = last && all;
            if (all) {
                return;
            }
        }
    }

    private void leaveOut() {
        int before = results.size();
        results.removeIf(result ->
                !result.type().equals(PingResult.ERROR) && !result.type().equals(PingResult.SUMMARY));
        if (leftOut == 0 && results.size() < before) {
            LOG.log(Level.WARNING, "results of pings are left out: the connection is too slow for them");
        }
        leftOut += before - results.size();
    }
}
