package io.dispatcher.benchmarks.hops.websocket;

import jakarta.websocket.OnClose;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.nio.ByteBuffer;

/** The server's end of the WebSocket. */
@ServerEndpoint("/hop")
public final class HopEndpoint {
    static final int MAX_MESSAGE_BYTES = 4 * 1024 * 1024;

    @OnOpen
    public void open(Session session) {
        session.setMaxBinaryMessageBufferSize(MAX_MESSAGE_BYTES);
        HopChannel.ONLY.attach(new BatchingWriter(session));
    }

    @OnMessage
    public void message(ByteBuffer message) {
        HopFrames.each(message, HopChannel.ONLY::answered);
    }

    @OnClose
    public void close() {
        HopChannel.ONLY.attach(null);
    }
}
