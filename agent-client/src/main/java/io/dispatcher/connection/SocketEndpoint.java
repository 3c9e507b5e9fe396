package io.dispatcher.connection;

import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Binds a {@link Channel} to a WebSocket: one thread writes what the outbox holds. */
final class SocketEndpoint extends Endpoint {
    private final Channel channel;
    private final ThreadFactory threads;

    SocketEndpoint(Channel channel, ThreadFactory threads) {
        this.channel = channel;
        this.threads = threads;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        session.setMaxBinaryMessageBufferSize(Frame.MAX_MESSAGE_BYTES);
        // Below zero there is no timer at all; at zero a task is scheduled for every message. Our heartbeats watch for
        // silence.
        session.setMaxIdleTimeout(-1);
        // An anonymous class: Tyrus reads the message type from the generic superinterface.
        session.addMessageHandler(new MessageHandler.Whole<ByteBuffer>() {
            @Override
            public void onMessage(ByteBuffer message) {
                channel.received(message);
            }
        });
        threads.newThread(() -> write(session)).start();
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        CloseCode code = CloseCode.of(reason.getCloseCode().getCode());
        String phrase = reason.getReasonPhrase();
        channel.end(new Closed(code, phrase == null || phrase.isBlank() ? "closed by the coordinator" : phrase));
    }

    @Override
    public void onError(Session session, Throwable failure) {
        channel.end(new Closed(null, "the connection failed: " + failure));
    }

    private void write(Session session) {
        ByteBuffer buffer = ByteBuffer.allocate(Outbox.MESSAGE_BYTES);
        try {
            ByteBuffer message = channel.outbox().take(buffer);
            while (message != null) {
                if (message.hasRemaining()) {
                    session.getBasicRemote().sendBinary(message);
                }
                message = channel.outbox().take(buffer);
            }
        } catch (IOException | RuntimeException e) {
            channel.end(new Closed(null, "sending failed: " + e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(session);
        channel.gone().complete(null);
    }

    private void close(Session session) {
        Closed cause = channel.state() instanceof ChannelState.Over over
                ? over.cause()
                : new Closed(CloseCode.GOING_AWAY, "the agent's writer was stopped");
        try {
            session.close(new CloseReason(new PrivateCode(cause.code()), shortened(cause.reason())));
        } catch (IOException | RuntimeException e) {
            // The socket is gone, which is all we wanted.
        }
    }

    // A close frame has room for 123 bytes of reason.
    private static String shortened(String reason) {
        return reason.length() <= 100 ? reason : reason.substring(0, 100);
    }

    private record PrivateCode(@Nullable CloseCode value) implements CloseReason.CloseCode {
        @Override
        public int getCode() {
            return value == null ? CloseCode.GOING_AWAY.code() : value.code();
        }
    }
}
