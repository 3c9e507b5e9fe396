package io.dispatcher.dispatch;

import java.util.LinkedHashMap;
import java.util.Map;

/** Orders that other nodes took back of late: one that comes out of a queue only now is not begun. Thread-safe. */
final class CancelledOrders {
    /** The eldest is forgotten beyond; then its work is done for nothing. */
    private static final int MOST = 10_000;

    private final Map<String, Boolean> ids = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized void add(String orderId) {
        ids.put(orderId, true);
    }

    synchronized boolean contains(String orderId) {
        return ids.containsKey(orderId);
    }
}
