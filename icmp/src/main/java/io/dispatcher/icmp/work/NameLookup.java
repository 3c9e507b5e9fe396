package io.dispatcher.icmp.work;

import java.net.InetAddress;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Names to addresses, without blocking. */
@FunctionalInterface
public interface NameLookup {
    /**
     * Looks a name up.
     *
     * @param then gets the addresses in the resolver's order, or why there are none; on this or another thread
     */
    void resolve(String host, BiConsumer<List<InetAddress>, @Nullable String> then);
}
