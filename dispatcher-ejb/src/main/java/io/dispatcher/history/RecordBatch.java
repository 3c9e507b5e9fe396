package io.dispatcher.history;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records that came together in the journal, as {@link HistoryBatch} wrote them.
 *
 * @param id the same however often the batch comes
 * @param node where they were made
 */
public record RecordBatch(UUID id, String node, List<StoredRecord> records) {

    /** The number that a batch begins with, by which it is told from whatever else is in the journal. */
    public static final int FORMAT = 2;

    /**
     * Reads the array whose first number was {@link #FORMAT}, to its end.
     *
     * @throws IOException if it is no batch
     */
    public static RecordBatch read(CBORParser in) throws IOException {
        UUID id = new UUID(nextLong(in), nextLong(in));
        String node = nextRequired(in);
        List<StoredRecord> records = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            records.add(record(in));
        }
        return new RecordBatch(id, node, records);
    }

    private static StoredRecord record(CBORParser in) throws IOException {
        UUID id = new UUID(in.getLongValue(), nextLong(in));
        return new StoredRecord(
                id,
                nextRequired(in),
                nextLong(in),
                in.nextTextValue(),
                in.nextTextValue(),
                in.nextTextValue(),
                nextRequired(in),
                nextRequired(in),
                (int) nextLong(in),
                in.nextTextValue(),
                nextDouble(in),
                (int) nextLong(in),
                nextId(in),
                nextBytes(in));
    }

    private static @Nullable UUID nextId(CBORParser in) throws IOException {
        long most = nextLong(in);
        long least = nextLong(in);
        return most == 0 && least == 0 ? null : new UUID(most, least);
    }

    private static String nextRequired(CBORParser in) throws IOException {
        String text = in.nextTextValue();
        if (text == null) {
            throw new IOException("a required text is missing in a history batch");
        }
        return text;
    }

    private static long nextLong(CBORParser in) throws IOException {
        in.nextToken();
        return in.getLongValue();
    }

    private static double nextDouble(CBORParser in) throws IOException {
        in.nextToken();
        return in.getDoubleValue();
    }

    private static byte[] nextBytes(CBORParser in) throws IOException {
        in.nextToken();
        return in.getBinaryValue();
    }
}
