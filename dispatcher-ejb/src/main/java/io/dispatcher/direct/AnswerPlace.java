package io.dispatcher.direct;

import io.dispatcher.dispatch.BodyRoom;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The memory that one answer's body takes: its target is not read on before there is some. For one thread. */
final class AnswerPlace {
    /** Up to here a body needs no room. */
    private static final int SMALL = 64 * 1024;
    /** The same of one whose length is not said: most are short, and room would be taken for the longest. */
    private static final int SMALL_UNSAID = 4 * SMALL;
    /** A body, and what is told of it twice: while it is written, and as a whole. */
    private static final long COPIES = 3;

    private static final long LOOK_MS = 100;

    private final BodyRoom room;
    private final BooleanSupplier ended;
    private BodyRoom.@Nullable Place place;
    private long needed;
    private int free = SMALL;

    /** @param ended whether nobody waits for the answer any more */
    AnswerPlace(BodyRoom room, BooleanSupplier ended) {
        this.room = room;
        this.ended = ended;
    }

    /** @param bytes that the whole body takes */
    void needs(long bytes) {
        needed = bytes;
    }

    /** @param bytes that a body of unsaid length may take */
    void needsAtMost(long bytes) {
        needed = bytes;
        free = SMALL_UNSAID;
    }

    /**
     * Waits for room, for all of the body at once.
     *
     * @param bytes of it that will have been read
     * @throws InterruptedIOException if it ended meanwhile
     */
    void awaitFor(int bytes) throws IOException {
        if (bytes <= free || place != null) {
            return;
        }
        CountDownLatch granted = new CountDownLatch(1);
        place = room.ask(needed * COPIES, granted::countDown);
        try {
            while (!granted.await(LOOK_MS, TimeUnit.MILLISECONDS)) {
                if (ended.getAsBoolean()) {
                    throw new InterruptedIOException("it ended while its answer waited for memory");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /** Gives it back, if it has any. */
    void leave() {
        BodyRoom.Place taken = place;
        if (taken != null) {
            taken.leave();
        }
    }
}
