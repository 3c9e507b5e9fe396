package io.dispatcher.benchmarks.peers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Swallows what is posted and then says so; begins any other answer with one event and says nothing more, until it is closed. */
public final class BodyServer implements AutoCloseable {
    private static final byte[] EVENT =
            bytes("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\n");
    private static final byte[] SWALLOWED =
            bytes("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
    private static final byte[] LAST_CHUNK = bytes("0\r\n\r\n");
    private static final int MOST = 4096;
    private static final int BUFFER = 256 * 1024;

    private final ServerSocket server;
    private final Queue<Socket> open = new ConcurrentLinkedQueue<>();

    public BodyServer() throws IOException {
        server = new ServerSocket(0, MOST, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private interface Step {
        void run() throws IOException;
    }

    private static void daemon(Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        step.run();
                    } catch (IOException e) {
                        // Closed, or its caller is gone.
                    }
                },
                "body-server");
        thread.setDaemon(true);
        thread.start();
    }

    public int port() {
        return server.getLocalPort();
    }

    private void accept() throws IOException {
        while (true) {
            Socket socket = server.accept();
            open.add(socket);
            daemon(() -> serve(socket));
        }
    }

    private static void serve(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0 || head.length() > BUFFER) {
                return;
            }
            head.append((char) next);
        }
        if (!head.toString().startsWith("POST")) {
            socket.getOutputStream().write(EVENT);
            return;
        }
        swallow(in, head.toString().toLowerCase(Locale.ROOT));
        socket.getOutputStream().write(SWALLOWED);
        socket.close();
    }

    private static void swallow(InputStream in, String head) throws IOException {
        int at = head.indexOf("content-length:");
        long left = at < 0
                ? Long.MAX_VALUE
                : Long.parseLong(head.substring(at + 15, head.indexOf('\r', at)).strip());
        byte[] buffer = new byte[BUFFER];
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0 || at < 0 && endsWithLastChunk(buffer, read)) {
                return;
            }
            left -= read;
        }
    }

    /** A proxy sends it in one piece, and the bodies here are zeros. */
    private static boolean endsWithLastChunk(byte[] buffer, int length) {
        for (int i = 0; i < LAST_CHUNK.length; i++) {
            if (length < LAST_CHUNK.length || buffer[length - LAST_CHUNK.length + i] != LAST_CHUNK[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
