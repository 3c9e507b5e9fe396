package io.dispatcher.benchmarks.load;

import io.dispatcher.protocol.http.ResponseParser;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request, the same bytes each time but for a serial number, and what a right answer to it looks like: its status, a body of so many bytes, and a
 * text that must stand in the first {@link ResponseParser#HEAD_BYTES} of it.
 *
 * @param request the whole request, header and body; not to be changed
 * @param serial what is written into each; null: nothing
 * @param minBody bytes
 * @param maxBody bytes
 * @param marker empty for none
 */
public record HttpExchange(
        InetSocketAddress address,
        byte[] request,
        @Nullable Serial serial,
        int status,
        long minBody,
        long maxBody,
        String marker) {

    /** A GET whose answer's body has exactly that many bytes. */
    public static HttpExchange get(InetSocketAddress address, String path, long bodySize) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + hostHeader(address) + "\r\n\r\n";
        byte[] bytes = request.getBytes(StandardCharsets.US_ASCII);
        return new HttpExchange(address, bytes, null, 200, bodySize, bodySize, "");
    }

    /** A JSON POST whose answer is longer than what it wraps and holds the marker near its beginning. */
    public static HttpExchange post(
            InetSocketAddress address, String path, String json, long wrappedSize, String marker) {
        byte[] request = post(address, path, "", json);
        return new HttpExchange(address, request, null, 200, wrappedSize, 2 * wrappedSize + 65_536, marker);
    }

    /** A JSON POST that nobody waits for: only 202 is right. @param keyed whether each has an idempotency key of its own */
    public static HttpExchange accepted(InetSocketAddress address, String path, String json, boolean keyed) {
        String key = keyed ? "Idempotency-Key: " + Serial.PLACE + "\r\n" : "";
        byte[] request = post(address, path, "Prefer: respond-async\r\n" + key, json);
        Serial serial = keyed ? Serial.in(request) : null;
        return new HttpExchange(address, request, serial, 202, 1, ResponseParser.HEAD_BYTES, "\"status\":\"queued\"");
    }

    private static byte[] post(InetSocketAddress address, String path, String headers, String json) {
        String request = "POST " + path + " HTTP/1.1\r\nHost: " + hostHeader(address) + "\r\n" + headers
                + "Content-Type: application/json\r\nContent-Length: "
                + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + json;
        return request.getBytes(StandardCharsets.UTF_8);
    }

    private static String hostHeader(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** What is wrong with a complete answer, or null. */
    @Nullable
    String fault(ResponseParser response) {
        if (response.status() != status) {
            return "status " + response.status() + ": " + firstLine(response.head());
        }
        if (response.bodySize() < minBody || response.bodySize() > maxBody) {
            return "a body of " + response.bodySize() + " bytes";
        }
        return marker.isEmpty() || response.head().contains(marker)
                ? null
                : "no " + marker + " in: " + firstLine(response.head());
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 200 ? line.substring(0, 200) + "…" : line;
    }
}
