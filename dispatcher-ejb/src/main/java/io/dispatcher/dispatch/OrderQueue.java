package io.dispatcher.dispatch;

import org.jspecify.annotations.Nullable;

/** Where orders wait: the broker, as the core sees it. Sends never block longer than moments. Thread-safe. */
public interface OrderQueue {
    /** Orders nobody is ready for. */
    String UNASSIGNED = "dispatcher.unassigned";

    /** The queue of one agent. */
    static String ofAgent(String agentId) {
        return "dispatcher.agent." + agentId;
    }

    /** Makes the agent's queue if it is not there (ARCHITECTURE D5); blocking, idempotent. */
    void create(String agentId);

    /** Removes the agent's queue once it is of no use. */
    void remove(String agentId);

    /** @param refused called at most once, from any thread, if the broker did not take it */
    void send(String queue, QueuedOrder order, Refused refused);

    /**
     * Takes an agent's orders, each only after {@link Subscription#request()}.
     *
     * @param consumer called by one thread at a time, without a filter maybe by one that is just sending: it must not wait for another
     *     subscription
     */
    Subscription subscribe(String queue, @Nullable String filter, Consumer consumer);

    /**
     * Offers every order that waits in the queue now and is not pinned to the agent; those the consumer does not acknowledge stay there. Blocking,
     * bounded.
     */
    void drain(String queue, Consumer consumer);

    /** Messages in a queue, for people and metrics; -1 if not known. */
    long depth(String queue);

    /** False while the broker is away. */
    boolean available();

    /** An order that was not taken by the broker. */
    interface Refused {
        void refused(String reason);
    }

    /** Receives orders. */
    interface Consumer {
        void order(Delivery delivery);
    }

    /** One order out of the queue, not yet settled: it returns to the queue if the subscription is closed before. */
    interface Delivery {
        String orderId();

        byte[] metadata();

        byte[] body();

        /** Settles it. Does nothing on a closed subscription. */
        void acknowledge();
    }

    /** A consumer's hold on a queue. Thread-safe. */
    interface Subscription {
        /** One more order, when there is one. Call again only after it came. */
        void request();

        /** Everything not acknowledged goes back, in its old place. */
        void close();
    }
}
