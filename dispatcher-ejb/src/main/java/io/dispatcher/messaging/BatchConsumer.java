package io.dispatcher.messaging;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.jspecify.annotations.Nullable;

/**
 * Takes the messages of a queue some at a time, on a thread of its own; they count as taken, together with whatever their handler sent over the same
 * session, when the handler returned. When it threw they come again after a pause. Survives the broker's absence.
 */
public final class BatchConsumer implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BatchConsumer.class.getName());
    private static final int WINDOW_BYTES = 1 << 20;
    private static final long AGAIN_MS = 500;
    private static final long BUSY_MS = 5;
    private static final long CLOSE_MS = 10_000;

    private final BrokerConnection broker;
    private final Source source;
    private final String queue;
    private final @Nullable String filter;
    private final Limits limits;
    private final Handler handler;
    private final Thread thread;
    /** What keeps messages waiting was said; of the one thread. */
    private boolean troubled;

    private final MessageWait wait = new MessageWait();
    /** A flag and no interrupt, under which H2 would close its file for good. */
    private volatile boolean over;

    /** @param most messages at a time; more than have come while the last ones were handled are not waited for */
    public record Limits(int most) {
        /** For handlers that take long: nothing is fetched ahead, so that another consumer can have it. */
        public static final Limits ONE_BY_ONE = new Limits(1);

        private int window() {
            return most == 1 ? 0 : WINDOW_BYTES;
        }
    }

    /** Gets messages; what it sends over their session is sent if it returns. */
    @FunctionalInterface
    public interface Handler {
        /** @throws Exception to get them again later */
        void handle(ClientSession session, List<ClientMessage> messages) throws Exception;

        /** Whether it takes any now; asked often while a message is there, which stays the broker's meanwhile. */
        default boolean ready() {
            return true;
        }

        /**
         * What became of the messages it got last.
         *
         * @param committed they are gone and what it sent is sent; false: they come again, unless only the broker's word on that was lost
         */
        default void settled(boolean committed) {}

        /** A queue had no room for what it sent; the messages come again. Called before {@link #settled}. */
        default void noRoom() {}
    }

    /** Tells where to read in a session that has just begun. */
    @FunctionalInterface
    private interface Source {
        String queue(ClientSession session) throws ActiveMQException;
    }

    /** @param filter which of the queue's messages; null: all */
    public BatchConsumer(
            BrokerConnection broker, String queue, @Nullable String filter, Limits limits, Handler handler) {
        this(broker, session -> queue, queue, filter, limits, handler);
    }

    /** Of what is sent to a multicast address from now on, while this one reads. */
    public static BatchConsumer ofTopic(BrokerConnection broker, String address, Limits limits, Handler handler) {
        return new BatchConsumer(broker, session -> subscription(session, address), address, null, limits, handler);
    }

    /** It goes with the session. */
    private static String subscription(ClientSession session, String address) throws ActiveMQException {
        String name = address + "." + UUID.randomUUID();
        session.createQueue(QueueConfiguration.of(name)
                .setAddress(address)
                .setRoutingType(RoutingType.MULTICAST)
                .setDurable(false)
                .setTemporary(true));
        return name;
    }

    private BatchConsumer(
            BrokerConnection broker,
            Source source,
            String queue,
            @Nullable String filter,
            Limits limits,
            Handler handler) {
        this.broker = broker;
        this.source = source;
        this.queue = queue;
        this.filter = filter;
        this.limits = limits;
        this.handler = handler;
        this.thread = new Thread(this::run, "dispatcher-consumer-" + queue);
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        boolean told = false;
        while (!over) {
            try (ClientSession session = broker.transactedWithWord()) {
                ClientConsumer messages =
                        session.createConsumer(source.queue(session), filter, limits.window(), -1, false);
                session.start();
                told = false;
                while (!over) {
                    next(session, messages);
                }
            } catch (ActiveMQException e) {
                LOG.log(
                        told ? Level.DEBUG : Level.WARNING,
                        "queue {0} cannot be read, trying again: {1}",
                        queue,
                        e.getMessage());
                told = true;
                pause(AGAIN_MS);
            }
        }
    }

    private void next(ClientSession session, ClientConsumer consumer) throws ActiveMQException {
        ClientMessage first = wait.next(consumer);
        while (first != null && !over && !handler.ready()) {
            pause(BUSY_MS);
        }
        if (first == null || over) {
            return;
        }
        List<ClientMessage> batch = new ArrayList<>();
        for (ClientMessage message = first; message != null; message = more(consumer, batch)) {
            message.acknowledge();
            batch.add(message);
        }
        boolean committed = false;
        try {
            committed = handled(session, batch);
        } finally {
            settled(committed);
        }
        if (!committed) {
            pause(AGAIN_MS);
        }
    }

    private void settled(boolean committed) {
        try {
            handler.settled(committed);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "messages of " + queue + " were handled but not settled", e);
        }
    }

    private boolean handled(ClientSession session, List<ClientMessage> batch) throws ActiveMQException {
        try {
            handler.handle(session, batch);
        } catch (Exception e) {
            return refused(session, e);
        }
        try {
            session.commit();
        } catch (ActiveMQAddressFullException e) {
            return refused(session, e);
        }
        recovered();
        return true;
    }

    private boolean refused(ClientSession session, Exception e) throws ActiveMQException {
        trouble(e);
        session.rollback();
        // The broker says so at the commit, or in place of the answer to another question before it.
        if (e instanceof ActiveMQAddressFullException) {
            handler.noRoom();
        }
        return false;
    }

    private void trouble(Exception e) {
        LOG.log(
                troubled ? Level.DEBUG : Level.WARNING,
                "messages of {0} wait, they are tried until it works: {1}",
                queue,
                e.getMessage());
        troubled = true;
    }

    private void recovered() {
        if (troubled) {
            LOG.log(Level.INFO, "messages of {0} are handled again", queue);
            troubled = false;
        }
    }

    private @Nullable ClientMessage more(ClientConsumer consumer, List<ClientMessage> soFar) throws ActiveMQException {
        // The body of a large message can be read until the next one is received.
        if (soFar.size() >= limits.most || soFar.get(soFar.size() - 1).isLargeMessage()) {
            return null;
        }
        // To look without waiting would be a question to the broker.
        return ((ClientConsumerInternal) consumer).getBufferSize() > 0 ? consumer.receive(1) : null;
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits up to 10 s for the batch at hand. */
    @Override
    public void close() {
        over = true;
        wait.end();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
