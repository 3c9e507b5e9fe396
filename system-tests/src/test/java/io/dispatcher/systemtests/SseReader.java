package io.dispatcher.systemtests;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Server-sent events over a plain socket that can be closed at any time. For one thread, but for {@link #close}. */
final class SseReader implements AutoCloseable {
    /**
     * One event, or a heartbeat: then its type is {@code :}.
     *
     * @param id 0 without one
     */
    record Told(long id, String type, String data) {}

    private final Socket socket;
    private final InputStream in;
    private int left;

    /** @param headers lines, each with its end */
    SseReader(String url, String headers) throws IOException {
        URI uri = URI.create(url);
        socket = new Socket(uri.getHost(), uri.getPort());
        String target = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        socket.getOutputStream()
                .write(("GET " + target + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
        String status = line(false);
        if (!status.contains(" 200 ")) {
            throw new IOException(status);
        }
        while (!line(false).isEmpty()) {
            // its headers
        }
    }

    /** The next event or heartbeat; null at the end. */
    Told next() throws IOException {
        long id = 0;
        String type = "";
        String data = "";
        while (true) {
            String line = line(true);
            if (line == null) {
                return null;
            }
            if (line.startsWith(":")) {
                type = ":";
            } else if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring(4));
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = line.substring(6);
            } else if (line.isEmpty() && !type.isEmpty()) {
                return new Told(id, type, data);
            }
        }
    }

    private String line(boolean chunked) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        while (true) {
            int next = chunked ? inChunk() : in.read();
            if (next < 0) {
                return null;
            }
            if (next == '\n') {
                return line.toString(StandardCharsets.UTF_8);
            }
            if (next != '\r') {
                line.write(next);
            }
        }
    }

    private int inChunk() throws IOException {
        if (left == 0) {
            String size = line(false);
            if (size != null && size.isEmpty()) {
                size = line(false);
            }
            left = size == null ? 0 : Integer.parseInt(size, 16);
            if (left == 0) {
                return -1;
            }
        }
        left--;
        return in.read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
