package io.dispatcher.tunnel;

import io.dispatcher.config.Upstream;
import io.dispatcher.protocol.WorkFailure;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import io.dispatcher.work.Answer;
import io.dispatcher.work.ReplyBody;
import io.dispatcher.work.RunningWork;
import io.dispatcher.work.WorkHandler;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/** Orders for upstreams that this agent serves. */
public final class UpstreamWork implements WorkHandler, AutoCloseable {
    private static final int MOST_THREADS = 16;

    private final Map<String, Upstream> upstreams;
    private final NodeDoor door;
    private final ScheduledExecutorService timer;
    private final QueuedThreadPool threads;
    private final HttpClient toUpstreams;
    private final HttpClient toNodes;

    /**
     * @param upstreams by name
     * @param trusted by whom a node's certificate must be signed; null: by whom Java trusts
     * @param timer not owned
     */
    public UpstreamWork(
            Map<String, Upstream> upstreams,
            NodeDoor door,
            @Nullable SSLContext trusted,
            ScheduledExecutorService timer) {
        this.upstreams = Map.copyOf(upstreams);
        this.door = door;
        this.timer = timer;
        this.threads = threads();
        this.toUpstreams = Connections.client(null, threads);
        this.toNodes = Connections.client(trusted, threads);
    }

    private static QueuedThreadPool threads() {
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, 2);
        threads.setName("agent-tunnel");
        threads.setDaemon(true);
        // They never wait for anybody.
        threads.setReservedThreads(0);
        try {
            threads.start();
        } catch (Exception e) {
            throw new IllegalStateException("the threads did not start", e);
        }
        return threads;
    }

    @Override
    public RunningWork begin(WorkOrder order, ByteBuffer body, Answer answer) {
        String name = WorkOrder.upstream(order.url());
        Upstream upstream = name == null ? null : upstreams.get(name);
        if (upstream == null) {
            WorkFailure failure = new WorkFailure("upstream-connect", "this agent does not serve upstream " + name);
            answer.done(WorkReply.failed(order.orderId(), failure, null, WorkTimings.NONE), ReplyBody.EMPTY);
            return () -> {};
        }
        UpstreamExchange exchange =
                new UpstreamExchange(toUpstreams, toNodes, door, timer, upstream, order, body.duplicate(), answer);
        exchange.begin();
        return exchange;
    }

    @Override
    public void close() {
        for (LifeCycle part : List.of(toUpstreams, toNodes, threads)) {
            LifeCycle.stop(part);
        }
    }
}
