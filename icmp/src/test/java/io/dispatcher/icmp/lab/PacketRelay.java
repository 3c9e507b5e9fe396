package io.dispatcher.icmp.lab;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Passes packets between two TUN devices, badly in the direction from the first to the second. What is lost, doubled or overtakes goes by a count for
 * each ICMP identifier, so that two pingers meet exactly the same; jitter is random.
 */
public final class PacketRelay {
    static final String READY = "relay ready";

    private static final int O_RDWR_NONBLOCK = 2 | 0x800;
    private static final long TUNSETIFF = 0x4004_54CAL;
    private static final int IFF_TUN_NO_PI = 0x1001;
    private static final int POLLIN = 1;
    private static final int MAX_PACKET = 65_536;
    private static final int ROUND = 100;

    private record Packet(long due, long order, byte[] bytes) {}

    private final Weather weather;
    private final PriorityQueue<Packet> waiting =
            new PriorityQueue<>(Comparator.comparingLong(Packet::due).thenComparingLong(Packet::order));
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final Random random = new Random(7);
    private final Memory buffer = new Memory(MAX_PACKET);
    private long order;

    private PacketRelay(Weather weather) {
        this.weather = weather;
    }

    /** Arguments: the devices and the five numbers of the weather. */
    public static void main(String[] arguments) {
        Native.register(PacketRelay.class, "c");
        int near = open(arguments[0]);
        int far = open(arguments[1]);
        System.out.println(READY);
        new PacketRelay(new Weather(
                        number(arguments[2]),
                        number(arguments[3]),
                        number(arguments[4]),
                        number(arguments[5]),
                        number(arguments[6])))
                .pass(near, far);
    }

    private static int number(String text) {
        return Integer.parseInt(text);
    }

    private static int open(String device) {
        Memory path = new Memory(32);
        path.setString(0, "/dev/net/tun");
        int fd = open(path, O_RDWR_NONBLOCK);
        Memory request = new Memory(40);
        request.clear();
        byte[] name = device.getBytes(StandardCharsets.US_ASCII);
        request.write(0, name, 0, name.length);
        request.setShort(16, (short) IFF_TUN_NO_PI);
        if (fd < 0 || ioctl(fd, TUNSETIFF, request) != 0) {
            throw new IllegalStateException("no TUN device " + device + ": error " + Native.getLastError());
        }
        return fd;
    }

    private void pass(int near, int far) {
        Memory polled = new Memory(16);
        Memory timeout = new Memory(16);
        while (true) {
            Packet first = waiting.peek();
            long wait = first == null ? 1_000_000_000L : Math.max(0, first.due - System.nanoTime());
            polled.setInt(0, near);
            polled.setInt(4, POLLIN);
            polled.setInt(8, far);
            polled.setInt(12, POLLIN);
            timeout.setLong(0, wait / 1_000_000_000L);
            timeout.setLong(8, wait % 1_000_000_000L);
            ppoll(polled, 2, timeout, Pointer.NULL);
            for (int size = (int) read(near, buffer, MAX_PACKET);
                    size > 0;
                    size = (int) read(near, buffer, MAX_PACKET)) {
                meet(buffer.getByteArray(0, size));
            }
            for (int size = (int) read(far, buffer, MAX_PACKET); size > 0; size = (int) read(far, buffer, MAX_PACKET)) {
                write(near, buffer, size);
            }
            while (!waiting.isEmpty() && waiting.peek().due <= System.nanoTime()) {
                byte[] bytes = waiting.poll().bytes;
                buffer.write(0, bytes, 0, bytes.length);
                write(far, buffer, bytes.length);
            }
        }
    }

    /** Of each hundred packets of a flow the first so many are lost, spread by a step that is prime to 100; the next are doubled, and so on. */
    private void meet(byte[] bytes) {
        int place = counts.merge(identifier(bytes), 1, Integer::sum) * 37 % ROUND;
        long delay = weather.delayMillis() * 1_000_000L;
        if (weather.jitterMillis() > 0) {
            delay += (long) ((random.nextDouble() * 2 - 1) * weather.jitterMillis() * 1_000_000L);
        }
        int lost = weather.lossPercent();
        int doubled = lost + weather.duplicatePercent();
        if (place < lost) {
            return;
        }
        if (place >= doubled && place < doubled + weather.reorderPercent()) {
            delay = 0;
        }
        long due = System.nanoTime() + delay;
        waiting.add(new Packet(due, order++, bytes));
        if (place < doubled) {
            waiting.add(new Packet(due, order++, bytes));
        }
    }

    /** Of an echo request without IP options. */
    private static int identifier(byte[] packet) {
        int at = (packet[0] & 0xF0) == 0x60 ? 44 : 24;
        return packet.length < at + 2 ? -1 : (packet[at] & 0xFF) << 8 | packet[at + 1] & 0xFF;
    }

    private static native int open(Pointer path, int flags);

    private static native int ioctl(int fd, long request, Pointer argument);

    private static native int ppoll(Pointer fds, long count, Pointer timeout, Pointer signals);

    private static native long read(int fd, Pointer data, long length);

    private static native long write(int fd, Pointer data, long length);
}
