package io.dispatcher.events;

import io.dispatcher.history.RecordJournal;
import io.dispatcher.history.RecordJournal.JournalException;
import java.lang.System.Logger.Level;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What happens besides requests, on its way to the journal: a bounded queue, for whoever tells must not wait, and a thread that tries until the
 * journal has it. Takes notes before it is started, too. Thread-safe.
 */
final class Notes implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Notes.class.getName());
    private static final int CAPACITY = 10_000;
    private static final int MOST_AT_ONCE = 200;
    private static final long LOOK_MS = 500;
    private static final long AGAIN_MS = 500;
    private static final long CLOSE_MS = 5_000;

    private final BlockingQueue<Note> queue = new LinkedBlockingQueue<>(CAPACITY);
    private final String node;
    private final InstantSource clock;
    private final EventFigures figures;
    private final Thread thread;
    private volatile boolean over;

    /** @param node this node's name */
    Notes(RecordJournal journal, String node, InstantSource clock, EventFigures figures) {
        this.node = node;
        this.clock = clock;
        this.figures = figures;
        RecordJournal.Sender sender = journal.sender();
        this.thread = new Thread(() -> run(sender), "dispatcher-event-notes");
        thread.setDaemon(true);
    }

    String node() {
        return node;
    }

    void start() {
        thread.start();
    }

    /** Never waits. */
    void tell(String type, Data data) {
        if (over || !queue.offer(new Note(type, clock.instant(), data.json()))) {
            figures.lost(1);
            LOG.log(Level.WARNING, "{0} is missing among the events: the journal is away", type);
        }
    }

    private void run(RecordJournal.Sender sender) {
        try {
            while (!over || !queue.isEmpty()) {
                Note first = queue.poll(LOOK_MS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Note> notes = new ArrayList<>(List.of(first));
                    queue.drainTo(notes, MOST_AT_ONCE - 1);
                    send(sender, new NoteBatch(UUID.randomUUID(), node, notes));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(RecordJournal.Sender sender, NoteBatch batch) throws InterruptedException {
        byte[] message = batch.encode();
        while (true) {
            try {
                sender.send(message);
                return;
            } catch (JournalException e) {
                if (over) {
                    figures.lost(batch.notes().size());
                    return;
                }
                LOG.log(Level.DEBUG, "events wait for the journal: {0}", e.getMessage());
                TimeUnit.MILLISECONDS.sleep(AGAIN_MS);
            }
        }
    }

    /** Gives what is queued to the journal, waiting up to 5 s for it. */
    @Override
    public void close() {
        over = true;
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
