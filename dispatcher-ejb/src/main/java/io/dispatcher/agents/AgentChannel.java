package io.dispatcher.agents;

import io.dispatcher.protocol.CloseCode;
import io.dispatcher.protocol.Frame;

/** The node's end of an agent's WebSocket, as the features see it. Implementations are thread-safe and never block. */
public interface AgentChannel {
    /**
     * Queues a frame for the peer.
     *
     * @return false if the channel is closed or its outbound buffer is full: the frame was surely not sent
     */
    boolean send(Frame frame);

    /** Closes with a reason the peer can show; does nothing on a closed channel. */
    void close(CloseCode code, String reason);
}
