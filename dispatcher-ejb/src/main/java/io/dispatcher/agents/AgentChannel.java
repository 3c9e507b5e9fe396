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

    /** Queues a frame that nobody waits for: it goes with the next that is sent, or with {@link #flush}. False as for {@link #send}. */
    boolean sendSoon(Frame frame);

    /** Sends what is queued. */
    void flush();

    /** Sends a message that says nothing, to learn whether the peer is still there; a channel that is not, closes. */
    void probe();

    /** Closes with a reason the peer can show; does nothing on a closed channel. */
    void close(CloseCode code, String reason);
}
