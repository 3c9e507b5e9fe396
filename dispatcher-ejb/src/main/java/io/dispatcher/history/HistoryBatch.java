package io.dispatcher.history;

import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.LateAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way to the journal: a CBOR array, first its format, id and node, then the columns of each record in the order of
 * {@link StoredRecord}; {@link RecordBatch} reads it. Written by hand, because it is on the way of every request.
 */
final class HistoryBatch {
    /** Most records in a batch. */
    static final int MAX_RECORDS = 200;

    /** A batch is closed when it is larger; one record adds at most some 200 KiB, so it stays below the broker's large-message size. */
    static final int SOFT_BYTES = 512 * 1024;

    /** Upper bound of any batch. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int MAX_URL = 8192;
    private static final int MAX_METHOD = 64;
    private static final CBORFactory CBOR = new CBORFactory();

    private static final int MANY_BYTES = 16 * 1024;
    private static final int ONE_BYTES = 1024;

    private final ByteArrayOutputStream bytes;
    private final CBORGenerator out;
    private final String node;
    private int records;

    /**
     * An empty one.
     *
     * @param id that no other batch has
     * @param node this node's name
     */
    HistoryBatch(UUID id, String node) {
        this(id, node, MANY_BYTES);
    }

    /** The same for a single record. */
    static HistoryBatch ofOne(UUID id, String node) {
        return new HistoryBatch(id, node, ONE_BYTES);
    }

    private HistoryBatch(UUID id, String node, int room) {
        this.node = node;
        bytes = new ByteArrayOutputStream(room);
        try {
            out = CBOR.createGenerator(bytes);
            out.writeStartArray();
            out.writeNumber(RecordBatch.FORMAT);
            id(id);
            out.writeString(node);
        } catch (IOException e) {
            throw inMemory(e);
        }
    }

    boolean full() {
        return records >= MAX_RECORDS || bytes.size() >= SOFT_BYTES;
    }

    boolean isEmpty() {
        return records == 0;
    }

    int records() {
        return records;
    }

    void add(DispatchRecord dispatch, boolean complete) {
        add(new StoredRecord(
                dispatch.requestId(),
                dispatch.kind().tag(),
                dispatch.time().toEpochMilli(),
                dispatch.caller(),
                dispatch.agentId(),
                dispatch.sourceAddress(),
                shortened(dispatch.method(), MAX_METHOD),
                shortened(Redaction.url(dispatch.url()), MAX_URL),
                dispatch.statusCode() == null ? 0 : dispatch.statusCode(),
                dispatch.failure() == null ? null : dispatch.failure().type().tag(),
                dispatch.durationMs(),
                dispatch.attempts(),
                dispatch.replayOf(),
                HistoryDetail.of(dispatch, complete, node).encode()));
    }

    void add(LateAnswer late) {
        add(new StoredRecord(
                late.requestId(),
                StoredRecord.LATE,
                late.time().toEpochMilli(),
                null,
                late.agentId(),
                late.sourceAddress(),
                "",
                "",
                late.statusCode(),
                null,
                0,
                0,
                null,
                HistoryDetail.of(late).encode()));
    }

    private void add(StoredRecord stored) {
        try {
            id(stored.id());
            out.writeString(stored.kind());
            out.writeNumber(stored.timeMs());
            text(stored.caller());
            text(stored.agentId());
            text(stored.sourceAddress());
            out.writeString(stored.method());
            out.writeString(stored.url());
            out.writeNumber(stored.statusCode());
            text(stored.error());
            out.writeNumber(stored.durationMs());
            out.writeNumber(stored.attempts());
            id(stored.replayOf());
            out.writeBinary(stored.detail());
            out.flush();
        } catch (IOException e) {
            throw inMemory(e);
        }
        records++;
    }

    byte[] finish() {
        try {
            out.writeEndArray();
            out.close();
        } catch (IOException e) {
            throw inMemory(e);
        }
        return bytes.toByteArray();
    }

    private void id(@Nullable UUID id) throws IOException {
        if (id == null) {
            out.writeNumber(0L);
            out.writeNumber(0L);
        } else {
            out.writeNumber(id.getMostSignificantBits());
            out.writeNumber(id.getLeastSignificantBits());
        }
    }

    private void text(@Nullable String text) throws IOException {
        if (text == null) {
            out.writeNull();
        } else {
            out.writeString(text);
        }
    }

    /** PostgreSQL refuses the character NUL in texts. */
    private static String shortened(String text, int most) {
        String cut = text.length() <= most ? text : text.substring(0, most);
        return cut.indexOf('\0') < 0 ? cut : cut.replace('\0', '\uFFFD');
    }

    private static IllegalStateException inMemory(IOException e) {
        return new IllegalStateException("writing to memory does not fail", e);
    }
}
