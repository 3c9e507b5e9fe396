package io.dispatcher.requests;

import io.dispatcher.protocol.ProtocolException;
import io.dispatcher.protocol.Wire;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How a durable request ended, with all that its reader needs to keep and tell it.
 *
 * @param httpStatus what a waiting HTTP caller would get
 * @param answer JSON: the result of {@code POST /api/execute}, or a problem
 * @param notices what the channel it came by asked to be told
 * @param record for the history
 */
public record RequestOutcome(
        UUID id,
        RequestState state,
        int httpStatus,
        byte[] answer,
        @Nullable String caller,
        Instant accepted,
        Map<String, String> notices,
        byte[] record) {

    private record Metadata(
            int version,
            String state,
            int httpStatus,
            @Nullable String caller,
            long acceptedMs,
            Map<String, String> notices,
            byte[] record) {}

    private static final int VERSION = 1;

    byte[] metadata() {
        return Wire.write(
                new Metadata(VERSION, state.tag(), httpStatus, caller, accepted.toEpochMilli(), notices, record));
    }

    /** @throws ProtocolException if the bytes are not an outcome of this version */
    public static RequestOutcome read(String id, byte[] metadata, byte[] answer) throws ProtocolException {
        Metadata read = Wire.read(ByteBuffer.wrap(metadata), Metadata.class);
        if (read.version != VERSION) {
            throw new ProtocolException("outcome of version " + read.version);
        }
        try {
            return new RequestOutcome(
                    UUID.fromString(id),
                    RequestState.of(read.state),
                    read.httpStatus,
                    answer,
                    read.caller,
                    Instant.ofEpochMilli(read.acceptedMs),
                    read.notices,
                    read.record);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("outcome: " + e.getMessage(), e);
        }
    }
}
