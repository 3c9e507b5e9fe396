package io.dispatcher.icmp.linux;

import com.sun.jna.Native;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Room for several messages, used by all sockets of a network in turn: {@code recvmmsg} fills it. Buffers are as large as the largest message;
 * memory that no message has touched costs address space only.
 */
final class ReceiveBatch {
    static final int MESSAGES = 32;
    /** {@code struct msghdr} (56 bytes) and the length received. */
    private static final int HEADER = 64;

    private static final int NAME_LENGTH = 8;
    private static final int VECTOR = 16;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    private static final int RECEIVED = 56;
    private static final int NAME_ROOM = 32;
    private static final int VECTOR_ROOM = 16;
    private static final int CONTROL_ROOM = 256;
    /** For the largest message behind an IPv4 header. */
    static final int LARGEST = 65_536 + 64;
    /** For what says which request it was. */
    static final int BEGINNING = 128;

    private final Block headers = new Block(HEADER * MESSAGES);
    private final Block names = new Block(NAME_ROOM * MESSAGES);
    private final Block vectors = new Block(VECTOR_ROOM * MESSAGES);
    private final Block controls = new Block(CONTROL_ROOM * MESSAGES);
    private final Block data;
    private final int room;

    /** Of the message that was read last. */
    final Control control = new Control();

    /** @param room bytes for each message */
    ReceiveBatch(int room) {
        this.room = room;
        data = Block.untouched(room * MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            vectors.host.putLong(i * VECTOR_ROOM, data.address + (long) i * room);
            vectors.host.putLong(i * VECTOR_ROOM + 8, room);
            headers.host.putLong(i * HEADER, names.address + (long) i * NAME_ROOM);
            headers.host.putLong(i * HEADER + VECTOR, vectors.address + (long) i * VECTOR_ROOM);
            headers.host.putLong(i * HEADER + VECTOR + 8, 1);
            headers.host.putLong(i * HEADER + VECTOR + 16, controls.address + (long) i * CONTROL_ROOM);
        }
    }

    /** Messages received, none if there are none now, or a negative error number. */
    int receive(int fd, int flags) {
        for (int i = 0; i < MESSAGES; i++) {
            headers.host.putInt(i * HEADER + NAME_LENGTH, NAME_ROOM);
            headers.host.putLong(i * HEADER + CONTROL_LENGTH, CONTROL_ROOM);
        }
        int count = Libc.recvmmsg(fd, headers.address, MESSAGES, flags | Constants.MSG_DONTWAIT, 0);
        if (count >= 0) {
            return count;
        }
        int errno = Native.getLastError();
        return errno == Errno.EAGAIN ? 0 : -errno;
    }

    /** Reads what came beside the message into {@link #control} and returns where it came from, or was to go for an error. */
    @Nullable
    InetAddress read(int i) {
        control.read(controls.host, i * CONTROL_ROOM, (int) headers.host.getLong(i * HEADER + CONTROL_LENGTH));
        return headers.host.getInt(i * HEADER + NAME_LENGTH) == 0
                ? null
                : SocketAddress.read(names.host, i * NAME_ROOM);
    }

    boolean truncated(int i) {
        return (headers.host.getInt(i * HEADER + FLAGS) & Constants.MSG_TRUNC) != 0;
    }

    /** The message, until the next {@link #receive}. */
    ByteBuffer message(int i) {
        int from = i * room;
        return data.wire
                .limit(from + headers.host.getInt(i * HEADER + RECEIVED))
                .position(from);
    }
}
