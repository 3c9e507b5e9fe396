package io.dispatcher.target;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.server.Request;

/** How many requests came from each remote address, bounded to 65,536 addresses. Thread-safe. */
final class Counts {
    private static final int MOST_ADDRESSES = 65_536;
    private static final String OTHERS = "others";

    private final ConcurrentHashMap<String, LongAdder> byAddress = new ConcurrentHashMap<>();

    /** Notes a request, unless it is one about the counts themselves. */
    void saw(Request request, String path) {
        if (path.startsWith("/counts")) {
            return;
        }
        String address = RemoteAddress.of(request);
        LongAdder count = byAddress.get(address);
        if (count == null) {
            String key = byAddress.size() < MOST_ADDRESSES ? address : OTHERS;
            count = byAddress.computeIfAbsent(key, k -> new LongAdder());
        }
        count.increment();
    }

    Map<String, Long> read() {
        Map<String, Long> counts = new TreeMap<>();
        byAddress.forEach((address, count) -> counts.put(address, count.sum()));
        return counts;
    }

    void reset() {
        byAddress.clear();
    }
}
