package io.dispatcher.history;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.dispatcher.dispatch.DispatchRecord;
import io.dispatcher.dispatch.LateAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One journal message: a CBOR array, first the version, then the columns of each record in the order of {@link StoredRecord}. Written by
 * hand, because it is on the way of every request.
 */
final class HistoryBatch {
    /** Most records in a batch. */
    static final int MAX_RECORDS = 200;

    /** A batch is closed when it is larger; one record adds at most some 200 KiB, so it stays below the broker's large-message size. */
    static final int SOFT_BYTES = 512 * 1024;

    /** Upper bound of any batch. */
    static final int MAX_BYTES = 1024 * 1024;

    private static final int VERSION = 1;
    private static final int MAX_URL = 8192;
    private static final int MAX_METHOD = 64;
    private static final CBORFactory CBOR = new CBORFactory();

    private static final int MANY_BYTES = 16 * 1024;
    private static final int ONE_BYTES = 1024;

    private final ByteArrayOutputStream bytes;
    private final CBORGenerator out;
    private int records;

    HistoryBatch() {
        this(MANY_BYTES);
    }

    /** For a single record. */
    static HistoryBatch ofOne() {
        return new HistoryBatch(ONE_BYTES);
    }

    private HistoryBatch(int room) {
        bytes = new ByteArrayOutputStream(room);
        try {
            out = CBOR.createGenerator(bytes);
            out.writeStartArray();
            out.writeNumber(VERSION);
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
                HistoryDetail.of(dispatch, complete).encode()));
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

    /** @throws IOException if the bytes are not a batch of this version */
    static List<StoredRecord> decode(byte[] message) throws IOException {
        List<StoredRecord> records = new ArrayList<>();
        try (CBORParser in = CBOR.createParser(message)) {
            if (in.nextToken() != JsonToken.START_ARRAY || in.nextIntValue(-1) != VERSION) {
                throw new IOException("not a history batch of version " + VERSION);
            }
            while (in.nextToken() != JsonToken.END_ARRAY) {
                records.add(record(in));
            }
        }
        return records;
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

    private static IllegalStateException inMemory(IOException e) {
        return new IllegalStateException("writing to memory does not fail", e);
    }
}
