package io.dispatcher.history;

import io.dispatcher.dispatch.DispatchListener;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.LateAnswer;
import io.dispatcher.dispatch.Story;
import io.dispatcher.history.RecordJournal.JournalException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Takes finished dispatches off the hot path: a bounded queue, emptied by a few threads that redact, encode and give batches to the
 * journal. Several, so that a batch does not wait for the one before it to be stored: what a killed process loses is what was not yet
 * handed over (ARCHITECTURE D9). Memory is bounded by number and by body bytes. When it cannot keep up, first bodies and hops are left
 * out ({@link #thinned}, and the record says {@code complete: false}), then whole records ({@link #dropped}); both are metrics.
 * Thread-safe.
 */
public final class HistoryRecorder implements DispatchListener, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HistoryRecorder.class.getName());
    private static final int SENDERS = 3;
    private static final int THIN_FROM = RecordQueue.CAPACITY / 2;
    private static final long MAX_BODY_BYTES = 64L * 1024 * 1024;
    private static final long AGAIN_NANOS = 200_000_000;
    private static final long CLOSE_MS = 10_000;
    private static final String NO_ROOM =
            "the journal is full or away: the database was away for too long, or broker and disk are too slow";

    private final String node;
    private final RecordQueue queue = new RecordQueue();
    private final AtomicLong bodyBytes = new AtomicLong();
    private final LostRecords lost = new LostRecords(System::nanoTime);
    private final LongAdder thinned = new LongAdder();
    private final LongAdder recorded = new LongAdder();
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closing;

    /** @param node this node's name */
    public HistoryRecorder(RecordJournal journal, String node) {
        this.node = node;
        for (int i = 1; i <= SENDERS; i++) {
            RecordJournal.Sender sender = journal.sender();
            Thread thread = new Thread(() -> run(sender), "dispatcher-history-recorder-" + i);
            thread.setDaemon(true);
            threads.add(thread);
        }
    }

    public void start() {
        threads.forEach(Thread::start);
    }

    @Override
    public void finished(DispatchRecord dispatch) {
        if (dispatch.durable()) {
            return;
        }
        DispatchRecord kept = dispatch;
        long bytes = bodyBytes(dispatch);
        if (queue.size() > THIN_FROM || (bytes > 0 && bodyBytes.get() + bytes > MAX_BODY_BYTES)) {
            kept = Thin.of(dispatch);
            bytes = 0;
            thinned.increment();
        }
        bodyBytes.addAndGet(bytes);
        if (!queue.offer(kept)) {
            bodyBytes.addAndGet(-bytes);
            lost.add(1, NO_ROOM);
        }
    }

    @Override
    public void answeredLate(LateAnswer late) {
        long bytes = bodyBytes(late);
        bodyBytes.addAndGet(bytes);
        if (queue.size() > THIN_FROM || bodyBytes.get() > MAX_BODY_BYTES || !queue.offer(late)) {
            bodyBytes.addAndGet(-bytes);
            lost.add(1, NO_ROOM);
        }
    }

    /** Records lost because the queue was full or closed, since the start. */
    public long dropped() {
        return lost.count();
    }

    /** Records kept without bodies and hops because the queue was half full, since the start. */
    public long thinned() {
        return thinned.sum();
    }

    /** Records the journal took, since the start. */
    public long recorded() {
        return recorded.sum();
    }

    /** Records that wait to be given to the journal. */
    public int waiting() {
        return queue.size();
    }

    /** Gives what is queued to the journal, waiting up to 10 s for it; later records are counted as dropped. */
    @Override
    public void close() {
        closing = true;
        queue.close();
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CLOSE_MS);
        try {
            for (Thread thread : threads) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run(RecordJournal.Sender sender) {
        List<Story> records = queue.take(HistoryBatch.MAX_RECORDS);
        while (!records.isEmpty()) {
            sendAll(sender, records);
            records = queue.take(HistoryBatch.MAX_RECORDS);
        }
    }

    private void sendAll(RecordJournal.Sender sender, List<Story> records) {
        HistoryBatch batch = empty();
        for (Story story : records) {
            if (batch.full()) {
                send(sender, batch);
                batch = empty();
            }
            add(batch, story);
        }
        if (!batch.isEmpty()) {
            send(sender, batch);
        }
    }

    private HistoryBatch empty() {
        return new HistoryBatch(UUID.randomUUID(), node);
    }

    /** One record that does not encode must not take the others with it. */
    private void add(HistoryBatch batch, Story story) {
        bodyBytes.addAndGet(-bodyBytes(story));
        try {
            if (story instanceof DispatchRecord dispatch) {
                batch.add(dispatch, !Thin.is(dispatch));
            } else if (story instanceof LateAnswer late) {
                batch.add(late);
            }
        } catch (RuntimeException e) {
            lost.add(1, "one could not be encoded");
            LOG.log(Level.ERROR, "a record could not be encoded", e);
        }
    }

    private void send(RecordJournal.Sender sender, HistoryBatch batch) {
        byte[] message = batch.finish();
        boolean told = false;
        while (true) {
            try {
                sender.send(message);
                recorded.add(batch.records());
                return;
            } catch (JournalException e) {
                if (closing) {
                    lost.add(batch.records(), "the journal did not take them before the end");
                    return;
                }
                if (!told) {
                    LOG.log(
                            Level.WARNING,
                            "the history journal is away, trying again until it is back: {0}",
                            e.getMessage());
                    told = true;
                }
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    private static long bodyBytes(Story story) {
        if (!(story instanceof DispatchRecord dispatch)) {
            return story instanceof LateAnswer late ? late.response().body().length : 0;
        }
        DispatchRecord.@Nullable ResponsePart response = dispatch.response();
        return dispatch.request().body().length + (response == null ? 0L : response.body().length);
    }

    /** A record without what takes room. */
    private static final class Thin {
        private static final byte[] NO_BODY = new byte[0];
        private static final List<DispatchRecord.Hop> NO_HOPS = List.of(new DispatchRecord.Hop("left-out", 0, null));

        static boolean is(DispatchRecord dispatch) {
            return dispatch.hops() == NO_HOPS;
        }

        static DispatchRecord of(DispatchRecord full) {
            DispatchRecord.RequestPart request = full.request();
            DispatchRecord.ResponsePart response = full.response();
            return new DispatchRecord(
                    full.requestId(),
                    full.kind(),
                    full.time(),
                    full.caller(),
                    full.agentId(),
                    full.sourceAddress(),
                    full.method(),
                    full.url(),
                    full.statusCode(),
                    full.failure(),
                    full.queueMs(),
                    full.durationMs(),
                    full.attempts(),
                    full.replayOf(),
                    full.durable(),
                    new DispatchRecord.RequestPart(
                            request.headers(),
                            NO_BODY,
                            request.bodySize(),
                            request.timeoutSeconds(),
                            request.followRedirects(),
                            request.verifyTls()),
                    response == null
                            ? null
                            : new DispatchRecord.ResponsePart(
                                    response.httpVersion(),
                                    response.headers(),
                                    NO_BODY,
                                    response.bodyTruncated(),
                                    response.sizeBytes(),
                                    response.certificate()),
                    full.timings(),
                    NO_HOPS,
                    full.tunnel());
        }
    }
}
