package io.dispatcher.queues.rest;

import io.dispatcher.dispatch.FailureType;
import io.dispatcher.queues.Letter;
import io.dispatcher.queues.LetterBox;
import io.dispatcher.queues.LetterId;
import io.dispatcher.queues.LetterQueue;
import io.dispatcher.web.Page;
import io.dispatcher.web.ProblemException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of messages at a last stop as the API writes it. */
public record LetterList(List<Item> items, @Nullable String nextCursor) {

    /** One in a list. */
    public record Item(
            String id,
            Instant time,
            @Nullable String queue,
            @Nullable String reason,
            String type,
            @Nullable String requestId,
            long sizeBytes) {
        static Item of(Letter letter) {
            return new Item(
                    letter.id().toString(),
                    letter.time(),
                    letter.queue(),
                    letter.reason(),
                    letter.type(),
                    letter.requestId(),
                    letter.sizeBytes());
        }
    }

    static LetterList of(LetterBox letters, LetterQueue where, @Nullable String limit, @Nullable String cursor) {
        LetterId after = cursor == null ? null : LetterId.parse(cursor);
        LetterBox.Page page = cursor != null && after == null ? null : letters.list(where, Page.limit(limit), after);
        if (page == null) {
            throw ProblemException.of(
                    FailureType.INVALID_REQUEST, "cursor is not one that this list gave, or its item is gone");
        }
        return new LetterList(
                page.items().stream().map(Item::of).toList(),
                page.next() == null ? null : page.next().toString());
    }
}
