package io.dispatcher.requests;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where a durable request stands.
 *
 * @param answer JSON of the result or the problem; null while it is not final
 */
public record RequestStatus(UUID id, RequestState state, byte @Nullable [] answer) {

    /** As the API and callbacks write it. */
    public byte[] json() {
        byte[] none = "null".getBytes(StandardCharsets.US_ASCII);
        byte[] given = answer == null ? none : answer;
        boolean completed = state == RequestState.COMPLETED;
        ByteArrayOutputStream out = new ByteArrayOutputStream(given.length + 128);
        write(out, "{\"request_id\":\"" + id + "\",\"status\":\"" + state.tag() + "\",\"result\":");
        out.writeBytes(completed ? given : none);
        write(out, ",\"problem\":");
        out.writeBytes(completed ? none : given);
        write(out, "}");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
