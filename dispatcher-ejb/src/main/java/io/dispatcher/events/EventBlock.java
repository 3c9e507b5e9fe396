package io.dispatcher.events;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.CBORParser;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.history.StoredRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run of events with their numbers, as the database keeps it. One request's end is the columns of its record, its hops what is known of them; JSON is
 * only made for those who read it. Where hops are left out, their numbers are.
 *
 * @param message the journal's message that brought them
 * @param batch the one they are of
 * @param events CBOR: version, source, then of each event its form and fields
 */
public record EventBlock(long first, long last, long message, UUID batch, byte[] events) {
    private static final int VERSION = 1;
    private static final int NOTE = 0;
    private static final int REQUEST = 1;
    private static final int HOPS = 2;
    private static final int LEFT_OUT = 3;
    private static final String TUNNEL = DispatchKind.TUNNEL.tag();
    private static final CBORFactory CBOR = new CBORFactory();

    /**
     * The events of a batch, numbered.
     *
     * @param corrected records that a late answer in the batch corrected: any other late answer is no event
     * @param rate decides which requests' hops are events
     * @return null if there are none
     */
    static @Nullable EventBlock of(Batch batch, Set<UUID> corrected, HopRate rate, long first) {
        ByteArrayOutputStream bytes =
                new ByteArrayOutputStream(160 * batch.records().size() + 256);
        long next = first;
        try (CBORGenerator out = CBOR.createGenerator(bytes)) {
            out.writeStartArray();
            out.writeNumber(VERSION);
            out.writeString("/nodes/" + batch.node());
            for (StoredRecord record : batch.records()) {
                if (!record.late() || corrected.contains(record.id())) {
                    next += hops(record, rate, out);
                    out.writeNumber(REQUEST);
                    RequestEvent.of(record).write(out);
                    next++;
                }
            }
            for (Note note : batch.notes()) {
                out.writeNumber(NOTE);
                out.writeString(note.type());
                out.writeNumber(note.time().toEpochMilli());
                out.writeString(note.data());
                next++;
            }
            out.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return next == first ? null : new EventBlock(first, next - 1, batch.message(), batch.id(), bytes.toByteArray());
    }

    /** @return how many numbers they take */
    private static int hops(StoredRecord record, HopRate rate, CBORGenerator out) throws IOException {
        if (!record.kind().equals(TUNNEL)) {
            return 0;
        }
        TunnelStory story = rate.story(record);
        int events = story == null ? HopRate.USUAL_HOPS : TunnelHops.of(story).size();
        out.writeNumber(story == null ? LEFT_OUT : HOPS);
        out.writeNumber(events);
        if (story != null) {
            out.writeBinary(story.encode());
        }
        return events;
    }

    /** Numbers, those left out too. */
    public long size() {
        return last - first + 1;
    }

    /** One by one. */
    public List<Event> read() {
        return decode(first, events);
    }

    static List<Event> decode(long first, byte[] events) {
        List<Event> read = new ArrayList<>();
        try (CBORParser in = CBOR.createParser(events)) {
            if (in.nextToken() != JsonToken.START_ARRAY || in.nextIntValue(-1) != VERSION) {
                throw new IOException("events of another version");
            }
            String source = in.nextTextValue();
            long next = first;
            while (in.nextToken() != JsonToken.END_ARRAY) {
                switch (in.getIntValue()) {
                    case LEFT_OUT -> next += in.nextIntValue(0);
                    case HOPS -> next += hops(next, source, in, read);
                    case REQUEST -> read.add(request(next++, source, in));
                    default -> read.add(note(next++, source, in));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("events from " + first + " on are damaged", e);
        }
        return read;
    }

    private static int hops(long first, String source, CBORParser in, List<Event> into) throws IOException {
        int numbers = in.nextIntValue(0);
        in.nextToken();
        long number = first;
        for (Note hop : TunnelHops.of(TunnelStory.decode(in.getBinaryValue()))) {
            if (number < first + numbers) {
                into.add(new Event(number++, hop.type(), hop.time(), source, hop.data()));
            }
        }
        return numbers;
    }

    private static Event request(long number, String source, CBORParser in) throws IOException {
        RequestEvent request = RequestEvent.read(in);
        return new Event(number, request.type(), request.time(), source, request.data());
    }

    private static Event note(long number, String source, CBORParser in) throws IOException {
        String type = in.nextTextValue();
        return new Event(number, type, Instant.ofEpochMilli(in.nextLongValue(0)), source, in.nextTextValue());
    }
}
