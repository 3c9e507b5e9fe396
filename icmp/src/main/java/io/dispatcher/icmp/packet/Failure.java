package io.dispatcher.icmp.packet;

/** Why a request was not delivered: the kind, and what exactly in plain words. */
public record Failure(Kind kind, String detail) {
    /** What a caller may want to tell apart. */
    public enum Kind {
        UNREACHABLE,
        TIME_EXCEEDED,
        PACKET_TOO_BIG,
        OTHER
    }

    private static final String[] UNREACHABLE_V4 = {
        "network unreachable",
        "host unreachable",
        "protocol unreachable",
        "port unreachable",
        "fragmentation needed",
        "source route failed",
        "network unknown",
        "host unknown",
        "source host isolated",
        "network administratively prohibited",
        "host administratively prohibited",
        "network unreachable for the type of service",
        "host unreachable for the type of service",
        "communication administratively prohibited",
        "host precedence violation",
        "precedence cutoff"
    };
    private static final String[] UNREACHABLE_V6 = {
        "no route to destination",
        "communication administratively prohibited",
        "beyond the scope of the source address",
        "address unreachable",
        "port unreachable",
        "source address failed the policy",
        "route rejected"
    };

    /**
     * Of an ICMP error message.
     *
     * @param mtu of the link that the packet did not fit; 0: not said
     */
    public static Failure of(Family family, int type, int code, long mtu) {
        return family == Family.V4 ? ofV4(type, code, mtu) : ofV6(type, code, mtu);
    }

    /** True for the types that report on a packet, as opposed to everything else that ICMP does. */
    static boolean reports(Family family, int type) {
        return family == Family.V4 ? type == 3 || type == 11 || type == 12 : type >= 1 && type <= 4;
    }

    private static Failure ofV4(int type, int code, long mtu) {
        return switch (type) {
            case 3 -> code == 4 ? tooBig(mtu) : unreachable(UNREACHABLE_V4, code);
            case 11 -> timeExceeded(code);
            default -> other(type, code);
        };
    }

    private static Failure ofV6(int type, int code, long mtu) {
        return switch (type) {
            case 1 -> unreachable(UNREACHABLE_V6, code);
            case 2 -> tooBig(mtu);
            case 3 -> timeExceeded(code);
            default -> other(type, code);
        };
    }

    private static Failure unreachable(String[] names, int code) {
        return new Failure(
                Kind.UNREACHABLE, code >= 0 && code < names.length ? names[code] : "unreachable, code " + code);
    }

    private static Failure timeExceeded(int code) {
        return new Failure(
                Kind.TIME_EXCEEDED, code == 1 ? "fragments not reassembled in time" : "hop limit exceeded in transit");
    }

    private static Failure tooBig(long mtu) {
        return new Failure(Kind.PACKET_TOO_BIG, mtu > 0 ? "packet too big, MTU " + mtu : "packet too big");
    }

    private static Failure other(int type, int code) {
        return new Failure(Kind.OTHER, "ICMP type " + type + " code " + code);
    }
}
