package io.dispatcher.proxy;

import io.dispatcher.direct.DirectExchanges;
import io.dispatcher.dispatch.Dispatcher;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.targets.Targets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what sends requests to targets. */
@ApplicationScoped
public class ProxyBeans {
    @Produces
    @Singleton
    Ways ways(Dispatcher dispatcher, DirectExchanges direct) {
        return new Ways(dispatcher, direct);
    }

    @Produces
    @Singleton
    Proxy proxy(Targets targets, ExecuteRequestParser parser, Ways ways) {
        return new Proxy(targets, parser, ways);
    }
}
