package io.dispatcher.icmp.network;

import java.net.InetAddress;
import java.nio.ByteBuffer;

/** One socket. */
public interface EchoChannel extends AutoCloseable {
    /** {@code hopLimit} of {@link #address} that leaves it to the kernel. */
    int DEFAULT_HOP_LIMIT = -1;

    /** By which the kernel or we tell its messages from those of others; 16 bits. */
    int identifier();

    /** Whether messages come with a checksum that nobody has looked at. */
    boolean unverified();

    /** Where the next message is written; zeros behind what was written so far. Big-endian, room for the largest message. */
    ByteBuffer outgoing();

    /** Says where {@link #send} sends; all that can be done before the moment that counts. */
    void address(InetAddress target, int hopLimit);

    /** Sends the first {@code length} bytes of {@link #outgoing}. Never blocks. */
    SendResult send(int length);

    @Override
    void close();
}
