package io.dispatcher.events;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.dispatcher.history.RecordBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A message of the journal: one or more arrays of CBOR, each a batch.
 *
 * @param id the broker's, the same each time the message comes
 */
public record JournalMessage(long id, byte[] body) {
    private static final CBORFactory CBOR = new CBORFactory();

    /** @throws IOException if it is none of ours; it will not become readable by coming again */
    List<Batch> batches() throws IOException {
        List<Batch> batches = new ArrayList<>();
        try (CBORParser in = CBOR.createParser(body)) {
            for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
                if (token != JsonToken.START_ARRAY) {
                    throw new IOException("no batch but " + token);
                }
                batches.add(batch(in));
            }
        }
        return batches;
    }

    private Batch batch(CBORParser in) throws IOException {
        int format = in.nextIntValue(-1);
        return switch (format) {
            case RecordBatch.FORMAT -> Batch.of(id, RecordBatch.read(in));
            case NoteBatch.FORMAT -> Batch.of(id, NoteBatch.read(in));
            default -> throw new IOException("a batch of unknown format " + format);
        };
    }
}
