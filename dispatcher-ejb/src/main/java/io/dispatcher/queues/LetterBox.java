package io.dispatcher.queues;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages at their last stops, the oldest first. Blocking; thread-safe. Throws {@link QueuesUnavailableException} while the broker is away. */
public interface LetterBox {
    /** @param next null on the last page */
    record Page(List<Letter> items, @Nullable LetterId next) {}

    /** What became of dead letters that should go back. */
    record Retried(long retried, long left) {}

    /** @return null if the one to go on after is not there (any more) */
    @Nullable
    Page list(LetterQueue where, int limit, @Nullable LetterId after);

    /** Null if it is not there. */
    @Nullable
    WholeLetter find(LetterQueue where, LetterId id);

    /**
     * Sends a dead letter back to where it came from.
     *
     * @return what it was; null if it is not there
     * @throws LetterStaysException if that place is gone, or it lies too far back to be taken alone
     */
    @Nullable
    Letter retry(LetterId id) throws LetterStaysException;

    /** Sends back all that lie there now and whose place is still there. */
    Retried retryAll();

    /**
     * @return false if it is not there
     * @throws LetterStaysException if it lies too far back to be taken alone
     */
    boolean discard(LetterId id) throws LetterStaysException;

    /** @return how many */
    long discardAll();
}
