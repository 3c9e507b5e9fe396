package io.dispatcher.events;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Notes on their way through the journal: a CBOR array, first format, id and node, then type, time and data of each.
 *
 * @param id the same however often the batch comes
 * @param node where they were made
 */
record NoteBatch(UUID id, String node, List<Note> notes) {
    /** As {@link io.dispatcher.history.RecordBatch#FORMAT}. */
    static final int FORMAT = 3;

    private static final CBORFactory CBOR = new CBORFactory();

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = CBOR.createGenerator(bytes)) {
            out.writeStartArray();
            out.writeNumber(FORMAT);
            out.writeNumber(id.getMostSignificantBits());
            out.writeNumber(id.getLeastSignificantBits());
            out.writeString(node);
            for (Note note : notes) {
                out.writeString(note.type());
                out.writeNumber(note.time().toEpochMilli());
                out.writeString(note.data());
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Reads the array whose first number was {@link #FORMAT}, to its end. */
    static NoteBatch read(CBORParser in) throws IOException {
        UUID id = new UUID(nextLong(in), nextLong(in));
        String node = required(in.nextTextValue());
        List<Note> notes = new ArrayList<>();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            String type = required(in.getValueAsString());
            notes.add(new Note(type, Instant.ofEpochMilli(nextLong(in)), required(in.nextTextValue())));
        }
        return new NoteBatch(id, node, notes);
    }

    private static long nextLong(CBORParser in) throws IOException {
        in.nextToken();
        return in.getLongValue();
    }

    private static String required(@Nullable String text) throws IOException {
        if (text == null) {
            throw new IOException("a text is missing among notes");
        }
        return text;
    }
}
