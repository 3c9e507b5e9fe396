package io.dispatcher.agents;

import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.FrameType;
import io.dispatcher.protocol.ProtocolException;
import java.util.List;

/** What several features do with one session: each frame is for the one that takes its type. */
public record AgentWorks(List<AgentWork> all) implements AgentWork {
    /** Of the features in this order: the session is over for the first one first. */
    public static Factory of(List<Factory> factories) {
        return (hello, channel) -> new AgentWorks(
                factories.stream().map(factory -> factory.open(hello, channel)).toList());
    }

    @Override
    public boolean takes(FrameType type) {
        return all.stream().anyMatch(work -> work.takes(type));
    }

    @Override
    public void frame(Frame frame) throws ProtocolException {
        for (AgentWork work : all) {
            if (work.takes(frame.type())) {
                work.frame(frame);
                return;
            }
        }
        throw new ProtocolException(frame.type() + " is not for a node");
    }

    @Override
    public int inFlight() {
        return all.stream().mapToInt(AgentWork::inFlight).sum();
    }

    @Override
    public void draining(boolean draining) {
        all.forEach(work -> work.draining(draining));
    }

    @Override
    public void closed() {
        all.forEach(AgentWork::closed);
    }
}
