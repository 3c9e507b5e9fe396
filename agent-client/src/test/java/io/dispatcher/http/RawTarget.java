package io.dispatcher.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** A target that answers each request head with whatever bytes a script writes, then closes. */
final class RawTarget implements AutoCloseable {
    /** Answers one connection. */
    interface Script {
        void answer(List<String> head, OutputStream out) throws Exception;
    }

    private final ServerSocket server;
    private final Script script;
    private final BlockingQueue<List<String>> heads = new LinkedBlockingQueue<>();
    private final AtomicInteger hungUp = new AtomicInteger();

    RawTarget(Script script) throws IOException {
        this("127.0.0.1", script);
    }

    RawTarget(String address, Script script) throws IOException {
        this.script = script;
        server = new ServerSocket(0, 50, InetAddress.getByName(address));
        daemon(this::accept);
    }

    static RawTarget saying(String response) throws IOException {
        return new RawTarget((head, out) -> out.write(response.getBytes(StandardCharsets.ISO_8859_1)));
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int port() {
        return server.getLocalPort();
    }

    /** The heads seen so far, oldest first. */
    List<List<String>> heads() {
        return new ArrayList<>(heads);
    }

    /** Connections the client closed while the script was still writing. */
    int hungUp() {
        return hungUp.get();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "raw-target");
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
        try (socket) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
            List<String> head = new ArrayList<>();
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                head.add(line);
            }
            if (head.isEmpty()) {
                return;
            }
            heads.add(head);
            script.answer(head, socket.getOutputStream());
            socket.getOutputStream().flush();
        } catch (IOException e) {
            hungUp.incrementAndGet();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
