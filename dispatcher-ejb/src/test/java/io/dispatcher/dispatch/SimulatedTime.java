package io.dispatcher.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/** A world's one thread and clock: events in the order of their time, nothing else moves. */
final class SimulatedTime implements DispatchClock {
    private record Event(long at, long number, Runnable task) {}

    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.number, b.number));
    private final SplittableRandom random;
    private long now = 1_000_000_000L;
    private long numbers;
    private long steps;
    private long interruptAt = Long.MAX_VALUE;
    private Runnable interruption = () -> {};

    SimulatedTime(long seed) {
        random = new SplittableRandom(seed);
    }

    SplittableRandom random() {
        return random;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochSecond(1_800_000_000L, now);
    }

    @Override
    public void after(Duration delay, Runnable task) {
        events.add(new Event(now + delay.toNanos(), numbers++, task));
    }

    /** A hop of 20 to 400 microseconds. */
    void soon(Runnable task) {
        after(Duration.ofNanos(20_000 + random.nextInt(380_000)), task);
    }

    /** Before the event with this number happens, something else does. */
    void interrupt(long beforeStep, Runnable what) {
        interruptAt = beforeStep;
        interruption = what;
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
            if (steps == interruptAt) {
                interruption.run();
            }
            Event event = events.remove();
            now = event.at;
            steps++;
            event.task.run();
        }
        now = end;
    }

    long steps() {
        return steps;
    }
}
