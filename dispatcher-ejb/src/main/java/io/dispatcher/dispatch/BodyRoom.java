package io.dispatcher.dispatch;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Memory for large bodies, of all agents and callers together. Requests and answers have one each: a request keeps its room until it is answered.
 * First come, first served; what is larger than the whole room gets it when it is empty. Thread-safe, never waits.
 */
public final class BodyRoom {
    /** Up to here a body does not count: their number is bounded, as that of requests in flight. */
    private static final int SMALL = 64 * 1024;

    private final long capacity;
    private final Set<Place> waiting = new LinkedHashSet<>();
    private long used;

    /** @param capacity in bytes */
    public BodyRoom(long capacity) {
        this.capacity = capacity;
    }

    /** A quarter of the heap that this JVM may have. */
    static BodyRoom quarter() {
        return new BodyRoom(Runtime.getRuntime().maxMemory() / 4);
    }

    /** Room that somebody has or waits for. */
    public final class Place {
        private long bytes;
        private final Runnable granted;
        private boolean held;

        private Place(long bytes, Runnable granted) {
            this.bytes = bytes;
            this.granted = granted;
        }

        boolean held() {
            synchronized (BodyRoom.this) {
                return held;
            }
        }

        /**
         * Takes more room for what has become larger.
         *
         * @param all bytes, from now on
         * @return false if there is not enough and somebody else has some: it keeps what it had
         */
        public boolean tryGrow(long all) {
            synchronized (BodyRoom.this) {
                long others = used - bytes;
                if (!held || others > 0 && others + all > capacity) {
                    return false;
                }
                used = others + all;
                bytes = all;
                return true;
            }
        }

        /** Gives the room back, or waits for it no longer; nothing the second time. */
        public void leave() {
            synchronized (BodyRoom.this) {
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
    public Place ask(long bytes, Runnable granted) {
        Place place = new Place(bytes, granted);
        synchronized (this) {
            waiting.add(place);
        }
        grant();
        return place;
    }

    /** Takes room for what is there already, also if there is none. */
    public Place occupy(long bytes) {
        Place place = new Place(bytes > SMALL ? bytes : 0, () -> {});
        synchronized (this) {
            place.held = true;
            used += place.bytes;
        }
        return place;
    }

    /** Takes room; null if there is not enough and somebody has some. */
    public synchronized @Nullable Place tryOccupy(long bytes) {
        if (bytes > SMALL && used > 0 && used + bytes > capacity) {
            return null;
        }
        return occupy(bytes);
    }

    /** Bytes that are taken. */
    public synchronized long used() {
        return used;
    }

    /** Bodies that wait for room. */
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
