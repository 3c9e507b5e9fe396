package io.dispatcher.events;

import io.dispatcher.config.Settings;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the log to those who follow it, on whichever node they are: one thread reads what is new, keeps the newest of it in memory and serves everybody in
 * turn, each from where it is; who is further behind than memory goes is served from the database. Whoever takes nothing holds one batch and is left
 * behind, and after a minute cut off. What is missing in the numbers is told as a {@code gap}. Thread-safe.
 */
public final class EventFeed implements AutoCloseable {
    /** At a time; more are refused. */
    public static final int MOST_FOLLOWERS = 1_000;

    private static final System.Logger LOG = System.getLogger(EventFeed.class.getName());
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long CLOSE_MS = 5_000;
    private static final int AT_ONCE = 1_000;

    private final EventLog log;
    private final Settings.LiveEvents settings;
    private final LongSupplier nanos;
    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean over;

    public EventFeed(EventLog log, Settings.LiveEvents settings, LongSupplier nanos) {
        this.log = log;
        this.settings = settings;
        this.nanos = nanos;
        this.thread = new Thread(this::run, "dispatcher-event-feed");
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /**
     * A part of the log.
     *
     * @param nextSince what to ask with for the part after it
     * @param gap whether numbers are missing between {@code since} and {@code nextSince}
     */
    public record Snapshot(List<Event> events, long nextSince, boolean gap) {}

    /** @param since exclusive */
    public Snapshot snapshot(long since, int most) throws SQLException {
        long last = log.last();
        if (since > last) {
            // Numbers of another log than this one.
            return new Snapshot(List.of(), last, true);
        }
        List<Event> events = log.after(since, most);
        long next = since;
        boolean gap = false;
        for (Event event : events) {
            gap |= event.number() != next + 1;
            next = event.number();
        }
        if (events.size() < most && next < last) {
            return new Snapshot(events, last, true);
        }
        return new Snapshot(events, next, gap);
    }

    /** The last number given. */
    public long last() throws SQLException {
        return log.last();
    }

    /**
     * @param since exclusive
     * @return to be run when it does not follow any more; null if too many do
     */
    public @Nullable Runnable follow(long since, EventSink sink) {
        if (followers.size() >= MOST_FOLLOWERS || over) {
            return null;
        }
        Follower follower = new Follower(since, sink, settings.heartbeat(), nanos);
        followers.add(follower);
        return () -> followers.remove(follower);
    }

    public int followers() {
        return followers.size();
    }

    private void run() {
        NewestEvents newest = null;
        while (!over) {
            try {
                if (followers.isEmpty()) {
                    newest = null;
                    LockSupport.parkNanos(IDLE_NANOS);
                    continue;
                }
                if (newest == null) {
                    newest = new NewestEvents(log.last(), settings.bufferSize());
                }
                boolean more = newest.add(log.after(newest.last(), AT_ONCE), AT_ONCE);
                boolean behind = serve(newest);
                if (!more && !behind) {
                    LockSupport.parkNanos(LOOK_NANOS);
                }
            } catch (SQLException | RuntimeException e) {
                LOG.log(Level.WARNING, "the event log cannot be read now, trying again: {0}", e.toString());
                followers.forEach(Follower::beat);
                LockSupport.parkNanos(AGAIN_NANOS);
            }
        }
    }

    /** @return whether somebody could take more at once */
    private boolean serve(NewestEvents newest) throws SQLException {
        boolean behind = false;
        for (Follower follower : followers) {
            behind |= follower.serve(newest, log);
            if (follower.stuck()) {
                followers.remove(follower);
                follower.cut();
            }
        }
        return behind;
    }

    /** Waits up to 5 s for the thread; those who follow are cut off. */
    @Override
    public void close() {
        over = true;
        try {
            // Not interrupted: H2 closes its file for good under an interrupted thread.
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        followers.forEach(Follower::cut);
        followers.clear();
    }
}
