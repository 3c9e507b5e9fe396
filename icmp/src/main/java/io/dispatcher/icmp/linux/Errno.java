package io.dispatcher.icmp.linux;

/** Numbers of errors, the same on x86-64 and aarch64. */
final class Errno {
    static final int EPERM = 1;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int ENOMEM = 12;
    static final int EACCES = 13;
    static final int EINVAL = 22;
    static final int EMSGSIZE = 90;
    static final int EAFNOSUPPORT = 97;
    static final int EADDRNOTAVAIL = 99;
    static final int ENETDOWN = 100;
    static final int ENETUNREACH = 101;
    static final int ENOBUFS = 105;
    static final int EHOSTDOWN = 112;
    static final int EHOSTUNREACH = 113;

    private Errno() {}

    static String text(int errno) {
        return switch (errno) {
            case EPERM -> "operation not permitted (a firewall rule?)";
            case EACCES -> "not permitted (a prohibited route or a broadcast address)";
            case EINVAL -> "invalid argument (a blackhole route, or an address of another scope)";
            case EMSGSIZE -> "packet too big";
            case EAFNOSUPPORT -> "address family not supported";
            case EADDRNOTAVAIL -> "no such address on this machine";
            case ENETDOWN -> "network down";
            case ENETUNREACH -> "network unreachable";
            case EHOSTDOWN -> "host down";
            case EHOSTUNREACH -> "host unreachable";
            default -> "error " + errno;
        };
    }
}
