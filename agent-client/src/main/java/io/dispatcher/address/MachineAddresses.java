package io.dispatcher.address;

import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the machine says about its addresses. */
interface MachineAddresses {
    /** Global and unique-local IPv6 addresses that are settled and not deprecated, in the system's order. */
    List<InetAddress> usableIpv6();

    /** The source of the default IPv4 route, null without one. */
    @Nullable
    InetAddress defaultIpv4();

    /** Whether traffic to the address would arrive here, so that it can be a source. */
    boolean owns(InetAddress address);

    /** Whether a socket can be bound to it; says nothing about ownership where non-local binding is switched on. */
    boolean canBind(InetAddress address);
}
