package io.dispatcher.ping;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** What agents are connected with before pings have started. */
@ApplicationScoped
public class PingBeans {
    private final AgentPings agents = new AgentPings();

    @Produces
    @Singleton
    public AgentPings agents() {
        return agents;
    }
}
