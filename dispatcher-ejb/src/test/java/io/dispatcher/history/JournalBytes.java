package io.dispatcher.history;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.dispatcher.dispatch.LateAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.UUID;

/** Messages of the journal for tests. */
public final class JournalBytes {
    private JournalBytes() {}

    public static byte[] of(UUID batch, Sample... samples) {
        HistoryBatch written = new HistoryBatch(batch, "node-1");
        for (Sample sample : samples) {
            written.add(sample.build(), true);
        }
        return written.finish();
    }

    public static byte[] late(LateAnswer... answers) {
        HistoryBatch written = new HistoryBatch(UUID.randomUUID(), "node-1");
        for (LateAnswer answer : answers) {
            written.add(answer);
        }
        return written.finish();
    }

    static List<StoredRecord> records(byte[] message) {
        try (CBORParser in = new CBORFactory().createParser(message)) {
            in.nextToken();
            in.nextIntValue(-1);
            return RecordBatch.read(in).records();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
