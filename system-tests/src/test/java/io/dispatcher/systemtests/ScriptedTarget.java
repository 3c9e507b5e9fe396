package io.dispatcher.systemtests;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A target on a plain socket, for answers that no proper server gives. Keeps what it saw. Thread-safe. */
final class ScriptedTarget implements AutoCloseable {
    /** Answers one request, in any way; the connection is kept until it returns with the socket closed. */
    interface Script {
        void answer(Seen request, Socket socket) throws Exception;
    }

    /**
     * A request as it came.
     *
     * @param headers by name in lower case, lines in their order
     */
    record Seen(String method, String path, Map<String, List<String>> headers, byte[] body) {
        List<String> header(String name) {
            return headers.getOrDefault(name, List.of());
        }
    }

    private final ServerSocket server;
    private final Map<String, Script> scripts = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();

    ScriptedTarget() throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        daemon(this::accept);
    }

    /** What {@code path} answers from now on. */
    ScriptedTarget on(String path, Script script) {
        scripts.put(path, script);
        return this;
    }

    /** Answers with these head lines and this body, with its length. */
    ScriptedTarget says(String path, String head, byte... body) {
        return on(path, (request, socket) -> {
            OutputStream out = socket.getOutputStream();
            out.write(("HTTP/1.1 " + head + "\r\nContent-Length: " + body.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.write(body);
        });
    }

    /** Never answers; the future completes when the other side closes the connection. */
    CompletableFuture<Void> hangs(String path) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        on(path, (request, socket) -> {
            try (socket) {
                socket.getInputStream().read();
            } catch (IOException e) {
                // A reset is an end too.
            } finally {
                left.complete(null);
            }
        });
        return left;
    }

    String url(String path) {
        return url("127.0.0.1", path);
    }

    String url(String host, String path) {
        return "http://" + host + ":" + server.getLocalPort() + path;
    }

    /** The requests for a path so far, oldest first. */
    List<Seen> seen(String path) {
        return seen.stream().filter(request -> request.path().equals(path)).toList();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "scripted-target");
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
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Seen request = read(in); request != null && !socket.isClosed(); request = read(in)) {
                seen.add(request);
                scripts.get(request.path()).answer(request, socket);
                if (!socket.isClosed()) {
                    socket.getOutputStream().flush();
                }
            }
        } catch (IOException e) {
            return;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static Seen read(InputStream in) throws IOException {
        String[] first = line(in).split(" ");
        if (first.length < 3) {
            return null;
        }
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(
                            line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new CopyOnWriteArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(
                headers.getOrDefault("content-length", List.of("0")).get(0));
        return new Seen(first[0], first[1], headers, in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            if (next != '\r') {
                line.write(next);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
