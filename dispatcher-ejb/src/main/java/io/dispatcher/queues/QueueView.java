package io.dispatcher.queues;

/**
 * A queue of ours.
 *
 * @param depth messages in it, those being delivered and those held back until their time too
 * @param delivering given to a consumer that has not settled them
 * @param scheduled held back until their time
 * @param oldestMs age of the one that waits longest, 0 if none waits
 * @param expired whose time ended in it, since the broker's start
 * @param dead given up in it by the broker, since the broker's start
 */
public record QueueView(
        String name,
        long depth,
        long consumers,
        long delivering,
        long scheduled,
        long oldestMs,
        long expired,
        long dead) {}
