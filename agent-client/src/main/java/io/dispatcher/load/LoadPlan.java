package io.dispatcher.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * What is to be sent.
 *
 * @param uri http
 * @param headers lines {@code Name: value}
 * @param connections at a time
 * @param duration for which new requests are sent
 * @param pipelineDepth requests under way on one connection, 1 without {@code keepAlive}
 * @param rate requests a second, whatever the server does; 0: each connection sends again when it is answered
 * @param slowClients connections besides that send a request byte by byte and never get to its end
 */
public record LoadPlan(
        URI uri,
        String method,
        List<String> headers,
        byte[] body,
        int connections,
        Duration duration,
        boolean keepAlive,
        int pipelineDepth,
        double rate,
        int slowClients) {
    /** The same against another server. */
    public LoadPlan to(URI other) {
        return new LoadPlan(
                other, method, headers, body, connections, duration, keepAlive, pipelineDepth, rate, slowClients);
    }

    /** The same for another time. */
    public LoadPlan lasting(Duration other) {
        return new LoadPlan(
                uri, method, headers, body, connections, other, keepAlive, pipelineDepth, rate, slowClients);
    }

    int port() {
        return uri.getPort() < 0 ? 80 : uri.getPort();
    }

    /** The bytes of one request. */
    byte[] request() {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + uri.getRawAuthority());
        headers.forEach(header -> head.append("\r\n").append(header));
        if (body.length > 0) {
            head.append("\r\nContent-Length: ").append(body.length);
        }
        if (!keepAlive) {
            head.append("\r\nConnection: close");
        }
        byte[] start = head.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] whole = java.util.Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        return whole;
    }
}
