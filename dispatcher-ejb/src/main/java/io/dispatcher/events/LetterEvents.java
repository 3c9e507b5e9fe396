package io.dispatcher.events;

import io.dispatcher.queues.Letter;
import io.dispatcher.queues.LetterId;
import io.dispatcher.queues.LetterListener;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;

/** Tells what was done to dead letters. */
@ApplicationScoped
public class LetterEvents implements LetterListener {
    private static final String RETRIED = "request.dead_retried";
    private static final String DISCARDED = "request.dead_discarded";

    @Inject
    private Notes notes;

    @Override
    public void retried(Letter letter) {
        tell(RETRIED, letter.id(), letter.requestId(), letter.queue(), 1);
    }

    @Override
    public void retried(long letters) {
        tell(RETRIED, null, null, null, letters);
    }

    @Override
    public void discarded(LetterId letter) {
        tell(DISCARDED, letter, null, null, 1);
    }

    @Override
    public void discarded(long letters) {
        tell(DISCARDED, null, null, null, letters);
    }

    private void tell(
            String type, @Nullable LetterId id, @Nullable String request, @Nullable String queue, long count) {
        notes.tell(
                type,
                new Data()
                        .with("dead_letter_id", id == null ? null : id.toString())
                        .with("request_id", request)
                        .with("queue", queue)
                        .with("count", count));
    }
}
