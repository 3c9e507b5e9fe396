package io.dispatcher.web.exchange;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a stream of JSON events is written. */
public enum EventFormat {
    /** One JSON value a line. */
    NDJSON("application/x-ndjson"),
    /** Server-sent events: the type as the event's name. */
    SSE("text/event-stream");

    private final String mediaType;

    EventFormat(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    /** What an {@code Accept} asks for; null if it excludes both. */
    public static @Nullable EventFormat accepted(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return NDJSON;
        }
        String all = accept.toLowerCase(Locale.ROOT);
        if (all.contains(SSE.mediaType) && !all.contains(NDJSON.mediaType)) {
            return SSE;
        }
        boolean any = all.contains(NDJSON.mediaType) || all.contains("*/*") || all.contains("application/*");
        return any || all.contains("application/json") ? NDJSON : null;
    }

    byte[] frame(String type, byte[] json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + type.length() + 20);
        if (this == SSE) {
            out.writeBytes(("event: " + type + "\ndata: ").getBytes(StandardCharsets.UTF_8));
        }
        out.writeBytes(json);
        out.write('\n');
        if (this == SSE) {
            out.write('\n');
        }
        return out.toByteArray();
    }
}
