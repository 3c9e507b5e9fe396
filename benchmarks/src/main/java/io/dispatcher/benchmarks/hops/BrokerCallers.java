package io.dispatcher.benchmarks.hops;

import io.dispatcher.benchmarks.load.LoadResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;

/** A closed loop of callers over at most four sessions; each caller sends again from the handler of its reply. */
final class BrokerCallers {
    static final String CALLER = "caller";
    static final String BYTES = "bytes";
    static final String REPLY_TO = "reply_to";

    private static final int MAX_SESSIONS = 4;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final ClientSessionFactory factory;

    BrokerCallers(ClientSessionFactory factory) {
        this.factory = factory;
    }

    LoadResult run(int callers, int bytes, Duration window) throws Exception {
        CountDownLatch idle = new CountDownLatch(callers);
        int sessions = Math.min(MAX_SESSIONS, callers);
        List<Loop> loops = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            int share = callers / sessions + (i < callers % sessions ? 1 : 0);
            loops.add(new Loop(factory, share, bytes, idle));
        }
        long end = System.nanoTime() + window.toNanos();
        for (Loop loop : loops) {
            loop.start(end);
        }
        boolean all = idle.await(window.plus(DRAIN).toMillis(), TimeUnit.MILLISECONDS);
        for (Loop loop : loops) {
            loop.close();
        }
        return sum(loops, window, all ? 0 : idle.getCount());
    }

    private static LoadResult sum(List<Loop> loops, Duration window, long unanswered) {
        Histogram latency = LoadResult.newHistogram();
        double inWindow = 0;
        for (Loop loop : loops) {
            latency.add(loop.latency);
            inWindow += loop.inWindow;
        }
        return new LoadResult(
                window, inWindow, latency.getTotalCount(), unanswered, unanswered == 0 ? null : "no reply", latency);
    }

    /** One session with its reply queue. Its figures are the handler thread's until the session is closed. */
    private static final class Loop {
        private final String replyQueue = "replies." + UUID.randomUUID();
        private final ClientSession session;
        private final ClientProducer requests;
        private final int bytes;
        private final CountDownLatch idle;
        private final long[] sentNanos;
        private final Histogram latency = LoadResult.newHistogram();
        private double inWindow;
        private volatile long end;

        Loop(ClientSessionFactory factory, int callers, int bytes, CountDownLatch idle) throws ActiveMQException {
            this.session = factory.createSession(true, true, 64 * 1024);
            this.requests = session.createProducer(BrokerHopMain.REQUESTS);
            this.bytes = bytes;
            this.idle = idle;
            this.sentNanos = new long[callers];
            session.createQueue(BrokerHopMain.queue(replyQueue).setTemporary(true));
            session.createConsumer(replyQueue).setMessageHandler(this::answered);
        }

        /** The first requests go out before replies are delivered, so only one thread at a time uses the session. */
        void start(long endNanos) throws ActiveMQException {
            end = endNanos;
            for (int caller = 0; caller < sentNanos.length; caller++) {
                send(caller);
            }
            session.start();
        }

        private void send(int caller) throws ActiveMQException {
            ClientMessage message = session.createMessage(false);
            message.putIntProperty(CALLER, caller);
            message.putIntProperty(BYTES, bytes);
            message.putStringProperty(REPLY_TO, replyQueue);
            sentNanos[caller] = System.nanoTime();
            requests.send(message);
        }

        private void answered(ClientMessage reply) {
            int caller = reply.getIntProperty(CALLER);
            long now = System.nanoTime();
            LoadResult.record(latency, now - sentNanos[caller]);
            inWindow += LoadResult.share(sentNanos[caller], now, end);
            try {
                reply.acknowledge();
                if (now - end >= 0) {
                    idle.countDown();
                    return;
                }
                send(caller);
            } catch (ActiveMQException e) {
                throw new IllegalStateException(e);
            }
        }

        void close() throws ActiveMQException {
            session.close();
        }
    }
}
