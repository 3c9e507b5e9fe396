package io.dispatcher.http;

import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.work.Answer;
import io.dispatcher.work.RunningWork;
import io.dispatcher.work.WorkHandler;
import java.nio.ByteBuffer;
import java.util.concurrent.ScheduledExecutorService;

/** Orders to make HTTP requests. */
public final class HttpWork implements WorkHandler {
    private final HttpTransport transport;
    private final TargetResolver resolver;
    private final TargetChoice choice;
    private final ScheduledExecutorService timer;

    /**
     * A handler that owns none of what it is given.
     *
     * @param timer ends exchanges at their deadline
     */
    public HttpWork(
            HttpTransport transport,
            TargetResolver resolver,
            SourceAddresses sources,
            EgressPolicy policy,
            ScheduledExecutorService timer) {
        this.transport = transport;
        this.resolver = resolver;
        this.choice = new TargetChoice(sources, policy);
        this.timer = timer;
    }

    @Override
    public RunningWork begin(WorkOrder order, ByteBuffer body, Answer answer) {
        HttpExchange exchange = new HttpExchange(transport, resolver, choice, order, body, answer);
        exchange.start(timer);
        return exchange;
    }
}
