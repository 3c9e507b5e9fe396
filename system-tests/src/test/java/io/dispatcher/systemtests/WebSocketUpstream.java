package io.dispatcher.systemtests;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;

/** A service that says back what it hears, over WebSocket, and what it is told to say. Thread-safe. */
final class WebSocketUpstream implements AutoCloseable {
    private static final int LIMIT_S = 60;

    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final BlockingQueue<WebSocket> opened = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final WebSocketServer server = new WebSocketServer(new InetSocketAddress("127.0.0.1", 0)) {
        @Override
        public void onStart() {
            started.complete(null);
        }

        @Override
        public void onOpen(WebSocket connection, ClientHandshake handshake) {
            connection.setAttachment(handshake.getResourceDescriptor());
            opened.add(connection);
        }

        @Override
        public void onMessage(WebSocket connection, String text) {
            connection.send(text);
        }

        @Override
        public void onMessage(WebSocket connection, ByteBuffer bytes) {
            connection.send(bytes);
        }

        @Override
        public void onClose(WebSocket connection, int code, String reason, boolean remote) {
            closed.add(code + " " + reason);
        }

        @Override
        public void onError(WebSocket connection, Exception cause) {
            started.completeExceptionally(cause);
        }
    };

    WebSocketUpstream() {
        server.setReuseAddr(true);
        server.setConnectionLostTimeout(0);
        server.start();
        started.orTimeout(LIMIT_S, TimeUnit.SECONDS).join();
    }

    String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** The next connection; its attachment is path and query. */
    WebSocket nextOpened() throws InterruptedException {
        return opened.poll(LIMIT_S, TimeUnit.SECONDS);
    }

    /** Code and reason of the next end. */
    String nextClosed() throws InterruptedException {
        return closed.poll(LIMIT_S, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        try {
            server.stop(1000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
