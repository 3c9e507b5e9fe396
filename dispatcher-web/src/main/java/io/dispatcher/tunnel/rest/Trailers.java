package io.dispatcher.tunnel.rest;

import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.EndToEnd;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The fields behind a chunked body (RFC 9110, section 6.5). */
final class Trailers {
    private Trailers() {}

    /** Those of a message whose body was read that may be passed on. */
    static Map<String, String> of(HttpServletRequest message) {
        Map<String, String> passing = new TreeMap<>();
        if (message.isTrailerFieldsReady()) {
            message.getTrailerFields().forEach((name, value) -> {
                if (EndToEnd.inTrailers(name)) {
                    passing.put(name, value);
                }
            });
        }
        return passing;
    }

    /** Whether as many bytes came as were sent, as far as the sender tells ({@link BodyStreams#BYTES}). */
    static boolean isWhole(HttpServletRequest message, long bytes) {
        String said = message.isTrailerFieldsReady()
                ? message.getTrailerFields().get(BodyStreams.BYTES.toLowerCase(Locale.ROOT))
                : null;
        return said == null || said.equals(Long.toString(bytes));
    }

    /** Has them written behind a body of unknown length, where the protocol can; before anything of the message is written. */
    static void announce(
            HttpServletResponse message, HttpServletRequest connection, Supplier<Map<String, String>> trailers) {
        if (!connection.getProtocol().equals("HTTP/1.0")) {
            message.setTrailerFields(trailers);
        }
    }
}
