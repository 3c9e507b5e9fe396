package io.dispatcher.agents;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.Hello;
import io.dispatcher.protocol.ProtocolException;

/** What a feature does with the work frames of one session. Called by one thread at a time. */
public interface AgentWork {
    /** Whether frames of this type are for it. */
    boolean takes(FrameType type);

    /** @throws ProtocolException if the frame makes no sense here; the session is closed */
    void frame(Frame frame) throws ProtocolException;

    /** Orders in flight on this session. */
    int inFlight();

    /** The agent or an operator asked for no new orders, or takes that back. */
    void draining(boolean draining);

    /** The session is over; called once. */
    void closed();

    /** Makes the work side of a session that just became ready. */
    @FunctionalInterface
    interface Factory {
        AgentWork open(Hello hello, AgentChannel channel);
    }
}
