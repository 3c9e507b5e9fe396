package io.dispatcher.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Connections that send a header byte by byte, without end: what holds a thread of a server that gives each request one. For one thread. */
final class SlowClients implements AutoCloseable {
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final byte[] BEGINNING =
            "GET / HTTP/1.1\r\nHost: slow\r\nX-Slow: ".getBytes(StandardCharsets.US_ASCII);

    private final List<SocketChannel> channels = new ArrayList<>();
    private long last = System.nanoTime();

    private SlowClients() {}

    static SlowClients open(LoadPlan plan, InetSocketAddress address) throws IOException {
        SlowClients clients = new SlowClients();
        try {
            for (int i = 0; i < plan.slowClients(); i++) {
                SocketChannel channel = SocketChannel.open(address);
                clients.channels.add(channel);
                channel.write(ByteBuffer.wrap(BEGINNING));
                channel.configureBlocking(false);
            }
        } catch (IOException e) {
            clients.close();
            throw e;
        }
        return clients;
    }

    /** Sends the next byte when it is time; one that the server gave up stays away. */
    void tick(long now) {
        if (now - last < EVERY_NANOS) {
            return;
        }
        last = now;
        for (SocketChannel channel : channels) {
            try {
                channel.write(ByteBuffer.wrap(new byte[] {'x'}));
            } catch (IOException e) {
                closed(channel);
            }
        }
        channels.removeIf(channel -> !channel.isOpen());
    }

    private static void closed(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // it is over either way
        }
    }

    @Override
    public void close() {
        channels.forEach(SlowClients::closed);
    }
}
