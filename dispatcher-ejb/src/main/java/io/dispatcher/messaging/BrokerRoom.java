package io.dispatcher.messaging;

import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.SendAcknowledgementHandler;
import org.jspecify.annotations.Nullable;

/**
 * Whether the broker takes messages now: one that is full, or hangs, is there and takes none. Tried once a second with a message that is taken
 * back at once, because while nothing is asked of a node that is not ready, nothing else would tell that there is room again.
 */
public final class BrokerRoom implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(BrokerRoom.class.getName());
    private static final long LOOK_MS = 1_000;
    private static final long WORD_MS = 3_000;

    private final BrokerConnection broker;
    private final SimpleString address;
    private final ScheduledExecutorService timer;
    private @Nullable ClientSession session;
    private volatile boolean there = true;

    /** @param address stands for all that are full when the broker's disk or memory is */
    BrokerRoom(BrokerConnection broker, String address) {
        this.broker = broker;
        this.address = SimpleString.of(address);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-broker-room");
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        timer.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** As it was a second ago. */
    public boolean there() {
        return there && broker.available();
    }

    private void look() {
        String refusal;
        try {
            refusal = refusal();
        } catch (ActiveMQException | ExecutionException | TimeoutException | RuntimeException e) {
            refusal = "it does not answer";
            leave();
        } catch (InterruptedException e) {
            return;
        }
        boolean room = refusal.isEmpty();
        if (room != there && broker.available()) {
            LOG.log(Level.WARNING, room ? "the broker takes orders again" : "the broker takes no orders: " + refusal);
        }
        there = room;
    }

    /** "" if it takes one. */
    private String refusal() throws ActiveMQException, InterruptedException, ExecutionException, TimeoutException {
        ClientSession current = session == null ? broker.transactedWithWord() : session;
        session = current;
        CompletableFuture<String> word = new CompletableFuture<>();
        try (ClientProducer producer = current.createProducer()) {
            producer.send(address, current.createMessage(false), new Word(word));
            return word.get(WORD_MS, TimeUnit.MILLISECONDS);
        } finally {
            // The message was never there.
            current.rollback();
        }
    }

    private void leave() {
        ClientSession last = session;
        session = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (ActiveMQException e) {
            LOG.log(Level.DEBUG, "session did not close", e);
        }
    }

    private record Word(CompletableFuture<String> told) implements SendAcknowledgementHandler {
        @Override
        public void sendAcknowledged(Message message) {
            told.complete("");
        }

        @Override
        public void sendFailed(Message message, Exception e) {
            told.complete(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
