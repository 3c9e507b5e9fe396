package io.dispatcher.icmp.network;

import io.dispatcher.icmp.packet.Failure;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Takes what a channel receives, during {@link EchoNetwork#poll}. */
public interface Arrivals {
    /** For {@code hopLimit} and {@code stamp}: the kernel did not say. */
    int UNKNOWN = -1;

    /**
     * An ICMP message.
     *
     * @param local the address of this machine it came to
     * @param stamp when the kernel received it, on {@link TimeSource#wallNanos}
     * @param message from the ICMP header on, big-endian, only valid during the call
     */
    void message(InetAddress from, @Nullable InetAddress local, int hopLimit, long stamp, ByteBuffer message);

    /**
     * An error that the kernel attributed to one of this channel's requests.
     *
     * @param destination of the request
     * @param sequence of the request
     * @param reporter who said so; null: this machine
     */
    void undelivered(Failure failure, InetAddress destination, int sequence, @Nullable InetAddress reporter);
}
