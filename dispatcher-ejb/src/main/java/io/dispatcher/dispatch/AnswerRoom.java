package io.dispatcher.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Memory for large answers, of all agents and callers together: an agent sends a body once there is room for it, and what a slow caller has not read
 * yet takes room too. First come, first served; what is larger than the whole room gets it when it is empty. Thread-safe, never waits.
 */
public final class AnswerRoom {
    /** Up to here an answer does not count: its number is bounded, as that of requests in flight. */
    private static final int SMALL = 64 * 1024;

    private final long capacity;
    private final Set<Place> waiting = new LinkedHashSet<>();
    private long used;

    /** @param capacity in bytes */
    public AnswerRoom(long capacity) {
        this.capacity = capacity;
    }

    /** A third of the heap that this JVM may have. */
    static AnswerRoom ofThisProcess() {
        return new AnswerRoom(Runtime.getRuntime().maxMemory() / 3);
    }

    /** Room that somebody has or waits for. */
    public final class Place {
        private final long bytes;
        private final Runnable granted;
        private boolean held;

        private Place(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        boolean held() {
            synchronized (AnswerRoom.this) {
                return held;
            }
        }

        /** Gives the room back, or waits for it no longer; nothing the second time. */
        public void leave() {
            synchronized (AnswerRoom.this) {
                waiting.remove(this);
                if (held) {
                    held = false;
                    used -= bytes;
                }
            }
            grant();
        }
    }

    /**
     * Asks for room.
     *
     * @param granted run once there is, maybe before this returns and by any thread
     */
    Place ask(long bytes, Runnable granted) {
        Place place = new Place(bytes, granted);
        synchronized (this) {
            waiting.add(place);
        }
        grant();
        return place;
    }

    /** Takes room for what is there already, also if there is none. */
    public Place occupy(int bytes) {
        Place place = new Place(bytes > SMALL ? bytes : 0, () -> {});
        synchronized (this) {
            place.held = true;
            used += place.bytes;
        }
        return place;
    }

    /** Bytes that are taken. */
    public synchronized long used() {
        return used;
    }

    /** Answers that agents hold back until there is room. */
    public synchronized int waiting() {
        return waiting.size();
    }

    private void grant() {
        List<Place> next = new ArrayList<>(0);
        synchronized (this) {
            for (Place place : waiting) {
                if (used > 0 && used + place.bytes > capacity) {
                    break;
                }
                place.held = true;
                used += place.bytes;
                next.add(place);
            }
            next.forEach(waiting::remove);
        }
        next.forEach(place -> place.granted.run());
    }
}
