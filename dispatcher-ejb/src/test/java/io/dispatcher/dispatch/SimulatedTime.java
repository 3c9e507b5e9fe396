package io.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.UUID;

/** A world's one thread and clock: events in the order of their time, nothing else moves. */
final class SimulatedTime {
    private record Event(long at, long number, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.number, b.number));
    private final SplittableRandom random;
    private long now = 1_000_000_000L;
    private long numbers;
    private long minted;
    private long arrows;
    private long interruptAt = Long.MAX_VALUE;
    private Runnable interruption = () -> {};
    private Object running;

    SimulatedTime(long seed) {
        random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    long nanoTime() {
        return now;
    }

    /** Ids of this world alone, the same in each run of it. */
    UUID mint() {
        minted++;
        return new UUID(0x7000_0000_0000_0000L + minted, 0x8000_0000_0000_0000L);
    }

    Instant instant() {
        return Instant.ofEpochSecond(1_800_000_000L, now);
    }

    void after(Duration delay, Runnable task) {
        at(now + delay.toNanos(), task);
    }

    private void at(long when, Runnable task) {
        events.add(new Event(when, numbers++, task));
    }

    /** Runs the code of one process. */
    void as(Object who, Runnable code) {
        Object before = running;
        running = who;
        try {
            code.run();
        } finally {
            running = before;
        }
    }

    /** The process whose code runs now; null between events. */
    Object running() {
        return running;
    }

    /** A hop of 20 to 400 microseconds. */
    void soon(Runnable task) {
        at(soon(), task);
    }

    private long soon() {
        return now + 20_000 + random.nextInt(380_000);
    }

    /** One direction of a connection: what is sent on it arrives soon, in order. */
    final class Way {
        private long last;

        void send(Runnable arrival) {
            last = Math.max(last, soon());
            at(last, arrival);
        }
    }

    /** Before the arrow with this number, something else happens. */
    void interrupt(long beforeArrow, Runnable what) {
        interruptAt = beforeArrow;
        interruption = what;
    }

    /** A place where a process can die: before each event, and before each thing a node tells the world in the midst of one. */
    void arrow() {
        if (arrows++ == interruptAt) {
            interruption.run();
        }
    }

    long arrows() {
        return arrows;
    }

    void every(Duration period, Runnable task) {
        after(period, () -> {
            task.run();
            every(period, task);
        });
    }

    void runUntil(Duration sinceStart) {
        long end = 1_000_000_000L + sinceStart.toNanos();
        while (!events.isEmpty() && events.peek().at <= end) {
            untilDeath(this::arrow);
            Event event = events.remove();
            now = event.at;
            untilDeath(event.task);
        }
        now = end;
    }

    private static void untilDeath(Runnable step) {
        try {
            step.run();
        } catch (Death e) {
            // The process whose code this was is no more; the world goes on.
        }
    }

    /** Unwinds the code of a process that was killed. */
    static final class Death extends Error {
        Death() {
            super("killed", null, false, false);
        }
    }
}
