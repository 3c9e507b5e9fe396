package io.dispatcher.history;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The journal within one process: a bounded queue, its consumer a thread here. Correct while the process lives: a batch the handler refused
 * is offered again, in order, until it is stored; a full queue makes the sender wait (and the recorder in front of it count what it drops).
 * A killed process loses what is queued here, which the broker's journal does not. Thread-safe.
 */
final class HandOver implements RecordJournal {
    private static final System.Logger LOG = System.getLogger(HandOver.class.getName());
    private static final int CAPACITY = 256;
    private static final int MOST_AT_ONCE = 50;
    private static final long GATHER_MS = 50;
    private static final long AGAIN_MS = 500;

    private final BlockingQueue<byte[]> queue = new ArrayBlockingQueue<>(CAPACITY);

    @Override
    public Sender sender() {
        return this::put;
    }

    private void put(byte[] batch) throws JournalException {
        try {
            queue.put(batch);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JournalException("interrupted while handing over", e);
        }
    }

    /** Stores batches; gets them again when it throws. */
    interface Handler {
        void store(List<byte[]> batches) throws Exception;
    }

    AutoCloseable subscribe(Handler handler) {
        Thread thread = new Thread(() -> deliver(handler), "dispatcher-history-writer");
        thread.setDaemon(true);
        thread.start();
        return () -> {
            thread.interrupt();
            thread.join(TimeUnit.SECONDS.toMillis(10));
        };
    }

    private void deliver(Handler handler) {
        List<byte[]> batches = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                batches.add(queue.take());
                TimeUnit.MILLISECONDS.sleep(GATHER_MS);
                queue.drainTo(batches, MOST_AT_ONCE - 1);
                storeUntilDone(handler, batches);
                batches.clear();
            }
        } catch (InterruptedException e) {
            queue.drainTo(batches);
            lastTry(handler, batches);
        }
    }

    private static void storeUntilDone(Handler handler, List<byte[]> batches) throws InterruptedException {
        boolean told = false;
        while (true) {
            try {
                handler.store(List.copyOf(batches));
                return;
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                if (!told) {
                    LOG.log(Level.WARNING, "history cannot be written, trying again until it can: {0}", e.getMessage());
                    told = true;
                }
                TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
            }
        }
    }

    private static void lastTry(Handler handler, List<byte[]> batches) {
        if (batches.isEmpty()) {
            return;
        }
        try {
            handler.store(batches);
        } catch (Exception e) {
            LOG.log(Level.ERROR, "history of the last moments is lost, the database is away: {0}", e.getMessage());
        }
    }
}
