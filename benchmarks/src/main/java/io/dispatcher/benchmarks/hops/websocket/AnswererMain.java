package io.dispatcher.benchmarks.hops.websocket;

import io.dispatcher.benchmarks.load.Body;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.WebSocketContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The client's end of the hop: dials out and answers every path with the body of that name, at once. */
public final class AnswererMain {
    private static final int TRIES = 300;
    private static final long BETWEEN_TRIES_MILLIS = 200;

    private AnswererMain() {}

    /** @param arguments the URL of the endpoint; the server may still be starting */
    public static void main(String[] arguments) throws Exception {
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        container.setDefaultMaxBinaryMessageBufferSize(HopEndpoint.MAX_MESSAGE_BYTES);
        Answerer answerer = new Answerer();
        connect(container, answerer, URI.create(arguments[0]));
        answerer.closed.await();
    }

    private static void connect(WebSocketContainer container, Answerer answerer, URI uri)
            throws IOException, DeploymentException, InterruptedException {
        ClientEndpointConfig config = ClientEndpointConfig.Builder.create().build();
        for (int attempt = 1; ; attempt++) {
            try {
                container.connectToServer(answerer, config, uri);
                return;
            } catch (DeploymentException e) {
                if (attempt == TRIES) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(BETWEEN_TRIES_MILLIS);
            }
        }
    }

    private static final class Answerer extends Endpoint {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Map<String, byte[]> bodies =
                Stream.of(Body.values()).collect(Collectors.toMap(Body::path, Body::content));

        @Override
        public void onOpen(Session session, EndpointConfig config) {
            BatchingWriter writer = new BatchingWriter(session);
            Function<String, byte[]> answers = path -> bodies.getOrDefault(path, new byte[0]);
            session.addMessageHandler(ByteBuffer.class, (MessageHandler.Whole<ByteBuffer>)
                    message -> HopFrames.each(message, (id, path) -> answer(writer, id, answers.apply(text(path)))));
        }

        private static String text(ByteBuffer bytes) {
            return StandardCharsets.US_ASCII.decode(bytes).toString();
        }

        private static void answer(BatchingWriter writer, long id, byte[] body) {
            try {
                writer.send(HopFrames.frame(id, body));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void onClose(Session session, jakarta.websocket.CloseReason reason) {
            closed.countDown();
        }
    }
}
