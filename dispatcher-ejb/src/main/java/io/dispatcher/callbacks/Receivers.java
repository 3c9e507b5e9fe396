package io.dispatcher.callbacks;

import java.net.URI;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;

/** How many callbacks each receiver is being told now: a slow one gets no more than its share of the connections. Thread-safe. */
final class Receivers {
    private final int most;
    /** Only those being told something: bounded by the callbacks under way. */
    private final ConcurrentHashMap<String, Integer> busy = new ConcurrentHashMap<>();

    /** @param most at a time for each */
    Receivers(int most) {
        this.most = most;
    }

    /** @return false if it is busy; if true, {@link #leave} must follow */
    boolean enter(URI url) {
        boolean[] entered = new boolean[1];
        busy.compute(receiver(url), (name, count) -> {
            int now = count == null ? 0 : count;
            entered[0] = now < most;
            return entered[0] ? Integer.valueOf(now + 1) : count;
        });
        return entered[0];
    }

    void leave(URI url) {
        busy.computeIfPresent(receiver(url), (name, count) -> count == 1 ? null : count - 1);
    }

    private static String receiver(URI url) {
        return String.valueOf(url.getHost()).toLowerCase(Locale.ROOT) + ":" + url.getPort() + ":"
                + url.getScheme().toLowerCase(Locale.ROOT);
    }
}
