package io.dispatcher.agents.ws;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.agents.AgentSession;
import io.dispatcher.agents.AgentWorks;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.ping.AgentPings;
import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;
import io.dispatcher.security.Caller;
import io.dispatcher.security.Role;
import io.dispatcher.security.Tokens;
import io.dispatcher.web.BearerHandshake;
import jakarta.inject.Inject;
import jakarta.websocket.CloseReason;
import jakarta.websocket.OnClose;
import jakarta.websocket.OnError;
import jakarta.websocket.OnMessage;
import jakarta.websocket.OnOpen;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpoint;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One agent's WebSocket. The handshake always succeeds; who may not come in is told why by the close code. */
@ServerEndpoint(value = "/ws", subprotocols = Frame.SUBPROTOCOL, configurator = BearerHandshake.class)
public class AgentEndpoint {
    private static final System.Logger LOG = System.getLogger(AgentEndpoint.class.getName());

    @Inject
    private AgentDirectory agents;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private AgentPings pings;

    @Inject
    private Tokens tokens;

    @Inject
    private WriterThreads writers;

    private @Nullable AgentSession agent;

    @OnOpen
    public void open(Session socket) {
        // Heartbeats watch over silence; below zero Tyrus 2.1.6 sets up no timer at all.
        socket.setMaxIdleTimeout(-1);
        socket.setMaxBinaryMessageBufferSize(Frame.MAX_MESSAGE_BYTES);
        FrameWriter writer = new FrameWriter(socket, writers.executor());
        if (!Frame.SUBPROTOCOL.equals(socket.getNegotiatedSubprotocol())) {
            writer.close(CloseCode.VERSION, "subprotocol " + Frame.SUBPROTOCOL + " is needed");
            return;
        }
        Caller caller = BearerHandshake.caller(socket, tokens);
        if (caller == null || caller.role() != Role.AGENT && caller.role() != Role.ADMIN) {
            writer.close(CloseCode.NO_TOKEN, "a token of role agent is needed");
            return;
        }
        agent = agents.open(
                writer, AgentWorks.of(List.of(dispatcher, pings)), caller.agentId(), () -> tokens.admits(caller));
    }

    @OnMessage
    public void message(ByteBuffer message) {
        AgentSession current = agent;
        if (current != null) {
            current.message(message);
        }
    }

    @OnMessage
    public void message(String text) {
        AgentSession current = agent;
        if (current != null) {
            current.close(CloseCode.BAD_FRAME, "text frames are not part of " + Frame.SUBPROTOCOL);
        }
    }

    @OnClose
    public void close(CloseReason reason) {
        AgentSession current = agent;
        if (current != null) {
            current.ended("closed with " + reason.getCloseCode().getCode());
        }
    }

    @OnError
    public void error(Throwable error) {
        LOG.log(Level.DEBUG, "agent channel failed", error);
        AgentSession current = agent;
        if (current != null) {
            current.close(CloseCode.GOING_AWAY, "failed: " + error.getMessage());
        }
    }
}
