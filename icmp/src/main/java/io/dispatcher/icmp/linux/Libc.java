package io.dispatcher.icmp.linux;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The calls of the C library that pinging takes. Addresses are {@code long}, which costs nothing; only for 64 bits, little-endian. */
final class Libc {
    /** Null: loaded. */
    private static final @Nullable String UNUSABLE = load();

    private Libc() {}

    /** @throws IOException if there are no native calls on this machine; says why and what helps */
    static void require() throws IOException {
        if (UNUSABLE != null) {
            throw new IOException(UNUSABLE);
        }
    }

    private static @Nullable String load() {
        if (!"Linux".equals(System.getProperty("os.name"))) {
            return "ping works on Linux only, this is " + System.getProperty("os.name");
        }
        try {
            if (!Platform.is64Bit() || !(Platform.isIntel() || Platform.isARM())) {
                return "ping works on x86-64 and aarch64 only, this is " + Platform.ARCH;
            }
            Native.register(Libc.class, NativeLibrary.getInstance("c"));
            // The first call of all takes a millisecond: not between a clock and a packet.
            sendto(-1, 0, 0, 0, 0, 0);
            return null;
        } catch (LinkageError e) {
            return "cannot load JNA's native library, unpacked to " + place()
                    + " (is that mounted noexec, read-only or full?): name another directory with -Djna.tmpdir=DIR: "
                    + firstLine(e);
        }
    }

    private static String place() {
        String chosen = System.getProperty("jna.tmpdir");
        return chosen != null ? chosen : "~/.cache/JNA/temp or " + System.getProperty("java.io.tmpdir");
    }

    private static String firstLine(LinkageError e) {
        Throwable cause = e.getCause() != null ? e.getCause() : e;
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    static native int socket(int domain, int type, int protocol);

    static native int bind(int fd, long address, int length);

    static native int getsockname(int fd, long address, long length);

    static native int setsockopt(int fd, int level, int option, long value, int length);

    static native long sendto(int fd, long data, long length, int flags, long address, int addressLength);

    static native int recvmmsg(int fd, long messages, int count, int flags, long timeout);

    static native int ppoll(long fds, long count, long timeout, long signals);

    static native int eventfd(int value, int flags);

    static native long read(int fd, long data, long length);

    static native long write(int fd, long data, long length);

    static native int close(int fd);
}
