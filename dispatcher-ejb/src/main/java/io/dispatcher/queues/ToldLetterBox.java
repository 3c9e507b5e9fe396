package io.dispatcher.queues;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another letter box, with somebody told of what is done to it. Thread-safe as that one. */
final class ToldLetterBox implements LetterBox {
    private final LetterBox letters;
    private final List<LetterListener> listeners;

    ToldLetterBox(LetterBox letters, List<LetterListener> listeners) {
        this.letters = letters;
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public @Nullable Page list(LetterQueue where, int limit, @Nullable LetterId after) {
        return letters.list(where, limit, after);
    }

    @Override
    public @Nullable WholeLetter find(LetterQueue where, LetterId id) {
        return letters.find(where, id);
    }

    @Override
    public @Nullable Letter retry(LetterId id) throws LetterStaysException {
        Letter letter = letters.retry(id);
        if (letter != null) {
            listeners.forEach(listener -> listener.retried(letter));
        }
        return letter;
    }

    @Override
    public Retried retryAll() {
        Retried retried = letters.retryAll();
        if (retried.retried() > 0) {
            listeners.forEach(listener -> listener.retried(retried.retried()));
        }
        return retried;
    }

    @Override
    public boolean discard(LetterId id) throws LetterStaysException {
        boolean discarded = letters.discard(id);
        if (discarded) {
            listeners.forEach(listener -> listener.discarded(id));
        }
        return discarded;
    }

    @Override
    public long discardAll() {
        long discarded = letters.discardAll();
        if (discarded > 0) {
            listeners.forEach(listener -> listener.discarded(discarded));
        }
        return discarded;
    }
}
