package io.dispatcher.ping;

import io.dispatcher.agents.AgentChannel;
import io.dispatcher.agents.AgentWork;
import io.dispatcher.protocol.Hello;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The agents that this node is connected with, as vantage points. Thread-safe. */
public final class AgentPings implements AgentWork.Factory {
    private final Map<String, PingLane> lanes = new ConcurrentHashMap<>();

    @Override
    public AgentWork open(Hello hello, AgentChannel channel) {
        PingLane lane = new PingLane(hello.agentId(), channel, ended -> lanes.remove(hello.agentId(), ended));
        lanes.put(hello.agentId(), lane);
        return lane;
    }

    /** Null: it is not connected here. */
    @Nullable
    VantagePoint of(String agentId) {
        return lanes.get(agentId);
    }
}
