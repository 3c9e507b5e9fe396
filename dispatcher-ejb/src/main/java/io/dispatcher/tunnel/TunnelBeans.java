package io.dispatcher.tunnel;

import io.dispatcher.agents.AgentDirectory;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.OrderQueue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** What tunnels give to the container; no logic of its own. */
@ApplicationScoped
public class TunnelBeans {
    @Produces
    @jakarta.inject.Singleton
    public Upstreams upstreams(AgentDirectory agents, Dispatcher dispatcher, OrderQueue orders) {
        return new Upstreams(agents, dispatcher, orders);
    }
}
