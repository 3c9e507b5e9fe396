package io.dispatcher.systemtests;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A service that shows each request as the bytes that came, up to the end of its trailers, and has a trailer itself. */
final class TrailerUpstream implements AutoCloseable {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
            + "5\r\nhello\r\n0\r\nX-Sum: of the answer\r\nContent-Length: 3\r\n\r\n";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

    TrailerUpstream() throws IOException {
        Thread thread = new Thread(this::serve, "trailer-upstream");
        thread.setDaemon(true);
        thread.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The next request. */
    String next() throws InterruptedException {
        String request = seen.poll(20, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("no request came");
        }
        return request;
    }

    private void serve() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                seen.add(request(socket.getInputStream()));
                socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                // The next one, unless it is closed.
            }
        }
    }

    private static String request(InputStream in) throws IOException {
        StringBuilder bytes = new StringBuilder();
        while (!isWhole(bytes)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("cut off");
            }
            bytes.append((char) next);
        }
        return bytes.toString();
    }

    private static boolean isWhole(StringBuilder bytes) {
        int head = bytes.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        int last = bytes.indexOf("\r\n0\r\n", head);
        return bytes.indexOf("chunked") < 0 || last >= 0 && bytes.indexOf("\r\n\r\n", last) >= 0;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
