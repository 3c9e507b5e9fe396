package io.dispatcher.systemtests;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A TCP connection to a coordinator on which anything may be said, and that may end at any moment. */
final class RawSocket implements AutoCloseable {
    private static final int LIMIT_MS = 20_000;

    private final Socket socket;

    RawSocket(RunningProcess coordinator) throws IOException {
        this(URI.create(coordinator.url()));
    }

    RawSocket(URI uri) throws IOException {
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(LIMIT_MS);
    }

    RawSocket send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawSocket send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** Asks for the agents' channel. */
    RawSocket handshake(String subprotocol) throws IOException {
        return send("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Sec-WebSocket-Protocol: " + subprotocol + "\r\n\r\n");
    }

    /** Reads up to the end of a head. */
    RawSocket awaitHead() throws IOException {
        head();
        return this;
    }

    /** The next head, or what there is of it. */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int read = socket.getInputStream().read();
            if (read < 0) {
                break;
            }
            head.append((char) read);
        }
        return head.toString();
    }

    /** Everything until the other end closes. */
    String readToEnd() throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** A WebSocket frame's head, masked with zeros, that may promise more than comes. */
    RawSocket webSocketFrame(int firstByte, long length) throws IOException {
        byte[] head = new byte[14];
        head[0] = (byte) firstByte;
        head[1] = (byte) 0xff;
        for (int i = 0; i < Long.BYTES; i++) {
            head[2 + i] = (byte) (length >>> (56 - 8 * i));
        }
        return send(head);
    }

    /** Ends it with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
