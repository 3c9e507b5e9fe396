package io.dispatcher.events;

import io.dispatcher.history.DurableRecords;
import io.dispatcher.history.RecordBatch;
import java.io.IOException;
import java.util.List;

/** How a durable request ended, for the journal: its record is in the history already. */
public final class DurableEvent {
    private DurableEvent() {}

    /**
     * A batch that is the same however often the outcome comes: one request is one event.
     *
     * @param record as its outcome carries it
     * @throws IOException if that is unreadable
     */
    public static byte[] encode(byte[] record) throws IOException {
        RecordBatch kept = DurableRecords.decode(record);
        RequestEvent event = RequestEvent.of(kept.records().get(0));
        Note note = new Note(event.type(), event.time(), event.data());
        return new NoteBatch(kept.id(), kept.node(), List.of(note)).encode();
    }
}
