package io.dispatcher.icmp.linux;

import com.sun.jna.Native;
import io.dispatcher.icmp.network.Arrivals;
import io.dispatcher.icmp.network.EchoChannel;
import io.dispatcher.icmp.network.EchoNetwork;
import io.dispatcher.icmp.packet.Family;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The sockets of one engine and the poll over them. */
public final class LinuxNetwork implements EchoNetwork {
    /** Source addresses in use at the same time, by family; each is a descriptor that every poll looks at. */
    private static final int MAX_CHANNELS = 1_024;

    private static final int POLLFD = 8;
    private static final int OUTGOING_ROOM = 65_536;
    private static final long NANOS = 1_000_000_000L;

    final ReceiveBatch batch = new ReceiveBatch(ReceiveBatch.LARGEST);
    final ReceiveBatch errors = new ReceiveBatch(ReceiveBatch.BEGINNING);
    final Block outgoing = new Block(OUTGOING_ROOM);

    private final SocketAccess access;
    private final List<LinuxChannel> channels = new ArrayList<>();
    private final Block pollfds = new Block(POLLFD * (MAX_CHANNELS + 1));
    private final Block timeout = new Block(16);
    private final Block counter = new Block(8);
    /** Not the one above: written by any thread. */
    private final Block one = new Block(8);

    private final int wakeFd;
    private boolean closed;

    private LinuxNetwork(SocketAccess access, int wakeFd) {
        this.access = access;
        this.wakeFd = wakeFd;
        one.host.putLong(0, 1);
        listen(0, wakeFd);
    }

    /** @throws IOException if native calls do not work here at all; a lack of rights only shows in {@link #open} */
    public static LinuxNetwork create() throws IOException {
        Libc.require();
        int wakeFd = Libc.eventfd(0, Constants.EFD_NONBLOCK | Constants.EFD_CLOEXEC);
        if (wakeFd < 0) {
            throw new IOException("cannot make an event descriptor: " + Errno.text(Native.getLastError()));
        }
        return new LinuxNetwork(SocketAccess.probe(), wakeFd);
    }

    /** What this process may do. */
    public SocketAccess access() {
        return access;
    }

    @Override
    public EchoChannel open(Family family, @Nullable InetAddress source, Arrivals arrivals) throws IOException {
        if (channels.size() >= MAX_CHANNELS) {
            throw new IOException("more than " + MAX_CHANNELS + " source addresses at once");
        }
        LinuxChannel channel = access.open(this, family, source, arrivals);
        channels.add(channel);
        listen(channels.size(), channel.fd);
        return channel;
    }

    private void listen(int index, int fd) {
        pollfds.host.putInt(index * POLLFD, fd);
        pollfds.host.putInt(index * POLLFD + 4, Constants.POLLIN);
    }

    @Override
    public void poll(long nanos) throws IOException {
        timeout.host.putLong(0, nanos / NANOS).putLong(8, nanos % NANOS);
        int ready = Libc.ppoll(pollfds.address, channels.size() + 1L, timeout.address, 0);
        if (ready < 0) {
            int errno = Native.getLastError();
            if (errno != Errno.EINTR && errno != Errno.EAGAIN) {
                throw new IOException("poll: " + Errno.text(errno));
            }
            return;
        }
        if (ready > 0) {
            receive();
        }
    }

    /** From the last to the first: one that is closed meanwhile gives its place to a last one, which had its turn. */
    private void receive() {
        if (events(0) != 0) {
            Libc.read(wakeFd, counter.address, Long.BYTES);
        }
        for (int i = channels.size(); i > 0; i--) {
            int events = i <= channels.size() ? events(i) : 0;
            if (events != 0) {
                channels.get(i - 1).receive((events & Constants.POLLERR) != 0);
            }
        }
    }

    private int events(int index) {
        return pollfds.host.getShort(index * POLLFD + 6);
    }

    void closed(LinuxChannel channel) {
        int at = channels.indexOf(channel);
        int last = channels.size() - 1;
        channels.set(at, channels.get(last));
        channels.remove(last);
        if (at < last) {
            listen(at + 1, channels.get(at).fd);
            pollfds.host.putShort((at + 1) * POLLFD + 6, (short) 0);
        }
        Libc.close(channel.fd);
    }

    @Override
    public synchronized void wakeUp() {
        if (!closed) {
            Libc.write(wakeFd, one.address, Long.BYTES);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            List.copyOf(channels).forEach(LinuxChannel::close);
            Libc.close(wakeFd);
        }
    }
}
