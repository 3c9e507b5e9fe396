package io.dispatcher.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A target whose idle time is over just when the next request comes: it answers the first request of a connection, promises to keep it,
 * and closes it on the second, unanswered.
 */
final class DroppingTarget implements AutoCloseable {
    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> dropped = new LinkedBlockingQueue<>();

    DroppingTarget() throws IOException {
        daemon(this::accept);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getLocalPort() + path;
    }

    /** Request lines that were answered. */
    List<String> answered() {
        return new ArrayList<>(answered);
    }

    /** Request lines that were read and not answered. */
    List<String> dropped() {
        return new ArrayList<>(dropped);
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "dropping-target");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                daemon(() -> serve(socket));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            String first = requestLine(in);
            answered.add(first);
            socket.getOutputStream().write(ANSWER);
            String second = requestLine(in);
            if (!second.isEmpty()) {
                dropped.add(second);
            }
        } catch (IOException e) {
            // The client is done with the connection.
            return;
        }
    }

    private static String requestLine(BufferedReader in) throws IOException {
        String line = in.readLine();
        for (String next = line; next != null && !next.isEmpty(); next = in.readLine()) {}
        return line == null ? "" : line;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
