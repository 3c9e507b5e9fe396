package io.dispatcher.benchmarks.load;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * One request, always the same bytes, and what a right answer to it looks like: status 200, a body of so many bytes, and a text
 * that must stand in the first {@link ResponseParser#HEAD_BYTES} of it.
 *
 * @param request the whole request, header and body; not to be changed
 * @param minBody bytes
 * @param maxBody bytes
 * @param marker empty for none
 */
public record HttpExchange(InetSocketAddress address, byte[] request, long minBody, long maxBody, String marker) {

    /** A GET whose answer's body has exactly that many bytes. */
    public static HttpExchange get(InetSocketAddress address, String path, long bodySize) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: " + hostHeader(address) + "\r\n\r\n";
        return new HttpExchange(address, request.getBytes(StandardCharsets.US_ASCII), bodySize, bodySize, "");
    }

    /** A JSON POST whose answer is longer than what it wraps and holds the marker near its beginning. */
    public static HttpExchange post(
            InetSocketAddress address, String path, String json, long wrappedSize, String marker) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        String request = "POST " + path + " HTTP/1.1\r\nHost: " + hostHeader(address)
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n" + json;
        return new HttpExchange(
                address, request.getBytes(StandardCharsets.UTF_8), wrappedSize, 2 * wrappedSize + 65_536, marker);
    }

    private static String hostHeader(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }

    /** What is wrong with a complete answer, or null. */
    @Nullable
    String fault(ResponseParser response) {
        if (response.status() != 200) {
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
