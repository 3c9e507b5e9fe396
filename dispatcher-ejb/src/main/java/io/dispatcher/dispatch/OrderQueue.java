package io.dispatcher.dispatch;

import io.dispatcher.agents.selection.Selection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where orders wait: the broker, as the core sees it. Sends never block longer than moments. Thread-safe. */
public interface OrderQueue {
    /** Orders nobody is ready for. */
    String UNASSIGNED = "dispatcher.unassigned";

    /** Outcomes of durable orders. */
    String OUTCOMES = "dispatcher.outcomes";

    /** What could not be understood or delivered. */
    String DEAD = "dispatcher.dead";

    /** What the broker took out of other queues because its time was over. */
    String EXPIRY = "dispatcher.expiry";

    /** Prefix of the queue of what nobody is ready for that claims an upstream; the upstream's name follows. */
    String UPSTREAM = "dispatcher.upstream.";

    /** Prefix of the queue for a node's replies from other nodes; the node's name follows. */
    String REPLIES = "dispatcher.replies.";
    /** Property of what lies there and is no reply to an order. */
    String ABOUT_PINGS = "dispatcher_ping";

    /** Filter for what is an order among other messages: what clients send may look like one. */
    String ORDERS_ONLY = "dispatcher_order IS NOT NULL AND _AMQ_ORIG_ADDRESS <> 'dispatcher.requests'";

    /** The queue of one agent. */
    static String ofAgent(String agentId) {
        return "dispatcher.agent." + agentId;
    }

    /** Where an order waits as long as nobody is ready for it. */
    static String waitingPlace(Selection selection) {
        return selection.upstream() == null ? UNASSIGNED : UPSTREAM + selection.upstream();
    }

    /** Whether what lies there was given to no agent. */
    static boolean isWaitingPlace(String queue) {
        return queue.equals(UNASSIGNED) || queue.startsWith(UPSTREAM);
    }

    /** Makes a queue if it is not there (ARCHITECTURE D5); blocking, idempotent. */
    void create(String queue);

    /** Removes a queue that is of no use any more. */
    void remove(String queue);

    /** @param receipt told of what became of it */
    void send(String queue, QueuedOrder order, Receipt receipt);

    /**
     * Takes an agent's orders, each only after {@link Subscription#request()}.
     *
     * @param consumer called by one thread at a time, without a filter maybe by one that is just sending: it must not wait for another
     *     subscription
     */
    Subscription subscribe(String queue, @Nullable String filter, Consumer consumer);

    /**
     * Makes this node's queue of replies if it is not there, and takes whatever comes into it, for as long as there is a connection with the broker.
     * Nothing of it comes twice. Blocking.
     *
     * @param reader called by one thread at a time; must not block
     */
    void readReplies(String node, RepliesReader reader);

    /**
     * Offers every order that waits in the queue now and is wanted; those the consumer neither acknowledges nor exchanges stay there. Blocking,
     * bounded.
     */
    void drain(String queue, Wanted wanted, Consumer consumer);

    /**
     * Which orders of a queue.
     *
     * @param unpinned only those that another agent may have
     * @param orderId only this one; a UUID
     */
    record Wanted(boolean unpinned, @Nullable String orderId) {
        public static final Wanted ALL = new Wanted(false, null);
        public static final Wanted UNPINNED = new Wanted(true, null);

        public static Wanted order(String orderId) {
            return new Wanted(false, orderId);
        }
    }

    /**
     * Label texts ("" for none) of orders that wait there for anyone: those known already and one more if there is. Blocking, bounded.
     *
     * @param known texts seen before
     */
    Set<String> waitingLabels(String queue, Set<String> known);

    /** Messages in a queue, for people and metrics; -1 if not known. */
    long depth(String queue);

    /** False while the broker is away. */
    boolean available();

    /** What became of an order that was sent. Called at most once, from any thread; must not block. */
    @FunctionalInterface
    interface Receipt {
        /** The broker did not take it. */
        void refused(String reason);

        /** The broker has stored it; for durable ones only. */
        default void stored() {}
    }

    /** Takes what other nodes tell of orders that came from here. */
    @FunctionalInterface
    interface RepliesReader {
        void reply(String orderId, byte[] metadata, byte[] body);
    }

    /** Receives orders. */
    interface Consumer {
        void order(Delivery delivery);
    }

    /** One order out of the queue, not yet settled: it returns to the queue if the subscription is closed before. */
    interface Delivery {
        String orderId();

        byte[] metadata();

        /** See {@link QueuedOrder#ticket}. */
        byte[] ticket();

        byte[] body();

        /** The queue its time ended in; null if it has not. */
        @Nullable
        String expiredIn();

        /** Settles it. Does nothing on a closed subscription. */
        default void acknowledge() {
            acknowledge(() -> {});
        }

        /** @param settled run once it cannot come again; not at all if it may */
        void acknowledge(Runnable settled);

        /**
         * Puts another, durable, message in its place: stores that one and settles this one. After a crash in between both may be there, never none. A
         * refusal leaves this one unsettled.
         *
         * @return false if it went back to its queue already: then nothing was done and the receipt is told nothing
         */
        boolean exchange(String queue, QueuedOrder successor, Receipt receipt);
    }

    /** A consumer's hold on a queue. Thread-safe. */
    interface Subscription {
        /** One more order, when there is one. Call again only after it came. */
        void request();

        /** Everything not acknowledged goes back, in its old place. */
        void close();
    }
}
