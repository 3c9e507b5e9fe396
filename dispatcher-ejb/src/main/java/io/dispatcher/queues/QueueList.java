package io.dispatcher.queues;

import java.util.List;

/** The queues of this product, by name. Blocking; thread-safe. */
@FunctionalInterface
public interface QueueList {
    /** @throws QueuesUnavailableException while the broker is away */
    List<QueueView> all();
}
