package io.dispatcher.systemtests;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The agents' channel, spoken by hand: any bytes may be sent. Written from the protocol's description, not with its code. */
final class AgentByHand {
    static final String SUBPROTOCOL = "dispatcher.agent.v1";
    static final int HELLO = 1;
    static final int HEARTBEAT = 10;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final int LIMIT_SECONDS = 20;

    /** How the coordinator closed the channel. */
    record Closed(int code, String reason) {}

    private final WebSocket socket;
    private final Listener listener;

    private AgentByHand(WebSocket socket, Listener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /** @param token empty: none is sent */
    static AgentByHand connect(RunningProcess coordinator, String subprotocol, String token) {
        return connect(coordinator.url(), subprotocol, token);
    }

    static AgentByHand connect(String url, String subprotocol, String token) {
        WebSocket.Builder builder = CLIENT.newWebSocketBuilder().subprotocols(subprotocol);
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        Listener listener = new Listener();
        URI uri = URI.create(url.replace("http:", "ws:") + "/ws");
        return new AgentByHand(builder.buildAsync(uri, listener).join(), listener);
    }

    AgentByHand send(byte[] message) {
        socket.sendBinary(ByteBuffer.wrap(message), true).join();
        return this;
    }

    AgentByHand text(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    AgentByHand hello(String id) {
        return send(frame(1, HELLO, helloMetadata(id)));
    }

    /** With these IPv4 addresses; at most 23. */
    AgentByHand hello(String id, List<String> addresses) {
        return send(frame(1, HELLO, helloMetadata(id, addresses)));
    }

    AgentByHand heartbeat() {
        return send(frame(1, HEARTBEAT, new byte[0]));
    }

    /** Waits for the first message of the coordinator: its type byte. */
    int answer() throws Exception {
        return listener.first.get(LIMIT_SECONDS, TimeUnit.SECONDS)[1];
    }

    Closed closed() throws Exception {
        return listener.closed.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    /** Cuts the connection. */
    void abort() {
        socket.abort();
    }

    static byte[] frame(int version, int type, byte[] metadata) {
        return frame(version, type, metadata, metadata.length, 0);
    }

    /** A frame whose header may lie about its lengths. */
    static byte[] frame(int version, int type, byte[] metadata, int metadataLength, int bodyLength) {
        return ByteBuffer.allocate(20 + metadata.length)
                .put((byte) version)
                .put((byte) type)
                .putShort((short) 0)
                .putInt(0)
                .putInt(0)
                .putInt(metadataLength)
                .putInt(bodyLength)
                .put(metadata)
                .array();
    }

    static byte[] helloMetadata(String id) {
        return helloMetadata(id, List.of());
    }

    private static byte[] helloMetadata(String id, List<String> addresses) {
        ByteArrayOutputStream cbor = new ByteArrayOutputStream();
        cbor.write(0xa7);
        for (Map.Entry<String, String> text : Map.of("agent_id", id, "instance_id", "by-hand", "software", "test")
                .entrySet()) {
            text(cbor, text.getKey());
            text(cbor, text.getValue());
        }
        text(cbor, "labels");
        cbor.write(0xa0);
        text(cbor, "inventory");
        cbor.write(0xa4);
        text(cbor, "addresses");
        cbor.write(0x80 + addresses.size());
        addresses.forEach(address -> address(cbor, address));
        for (String list : new String[] {"prefixes", "capabilities", "upstreams"}) {
            text(cbor, list);
            cbor.write(0x80);
        }
        text(cbor, "max_in_flight");
        cbor.write(4);
        text(cbor, "known");
        cbor.write(0x80);
        return cbor.toByteArray();
    }

    private static void address(ByteArrayOutputStream cbor, String address) {
        cbor.write(0xa3);
        for (String text : new String[] {"address", address, "family", "ipv4", "origin", "configured"}) {
            text(cbor, text);
        }
    }

    private static void text(ByteArrayOutputStream cbor, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        cbor.write(0x78);
        cbor.write(bytes.length);
        cbor.writeBytes(bytes);
    }

    private static final class Listener implements WebSocket.Listener {
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> first = new CompletableFuture<>();
        private final CompletableFuture<Closed> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            // The client hands on pieces as they come, the first one may be empty; so is a whole message that only
            // probes.
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            message.writeBytes(bytes);
            if (last && message.size() > 0) {
                first.complete(message.toByteArray());
            }
            webSocket.request(1);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
            closed.complete(new Closed(code, reason));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            first.completeExceptionally(error);
            closed.completeExceptionally(error);
        }
    }
}
