package io.dispatcher.events;

import io.dispatcher.history.RecordBatch;
import io.dispatcher.history.StoredRecord;
import java.util.List;
import java.util.UUID;

/**
 * What came together in the journal.
 *
 * @param message the one that brought it
 * @param id the same however often it comes, also if by another message
 */
record Batch(long message, UUID id, String node, List<StoredRecord> records, List<Note> notes) {
    static Batch of(long message, RecordBatch read) {
        return new Batch(message, read.id(), read.node(), read.records(), List.of());
    }

    static Batch of(long message, NoteBatch read) {
        return new Batch(message, read.id(), read.node(), List.of(), read.notes());
    }
}
