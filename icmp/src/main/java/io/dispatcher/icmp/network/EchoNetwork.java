package io.dispatcher.icmp.network;

import io.dispatcher.icmp.packet.Family;
import java.io.IOException;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Where echo requests leave and answers arrive. */
public interface EchoNetwork extends AutoCloseable {
    /**
     * A socket of its own, bound to the source address if there is one.
     *
     * @throws IOException with a message fit for a user: not permitted and what would help, no such address on this machine
     */
    EchoChannel open(Family family, @Nullable InetAddress source, Arrivals arrivals) throws IOException;

    /** Waits for messages or {@link #wakeUp}, but not longer than {@code nanos}, and hands over what came; 0: only looks. */
    void poll(long nanos) throws IOException;

    /** Ends a {@link #poll}, the present one or the next. Any thread. */
    void wakeUp();

    @Override
    void close();
}
