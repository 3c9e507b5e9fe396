package io.dispatcher.address;

import io.dispatcher.protocol.AgentAddress;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The agent's inventory of source addresses. Thread-safe. */
public final class AddressBook {
    private final ConcurrentHashMap<String, InetAddress> owned = new ConcurrentHashMap<>();
    private final List<AgentAddress> addresses;

    /**
     * Takes the configured addresses, else those of the machine.
     *
     * @throws IllegalArgumentException naming a configured text that is no address
     */
    public AddressBook(List<String> configured) {
        List<AgentAddress> found = new ArrayList<>();
        for (String text : configured) {
            found.add(entry(literal(text), "configured"));
        }
        if (found.isEmpty()) {
            for (InetAddress address : globalIpv6()) {
                found.add(entry(address, "detected"));
            }
        }
        if (found.isEmpty()) {
            InetAddress route = defaultRoute();
            if (route != null) {
                found.add(entry(route, "default-route"));
            }
        }
        addresses = List.copyOf(found);
    }

    public List<AgentAddress> addresses() {
        return addresses;
    }

    /** The address to bind, null if it is not this agent's. */
    public @Nullable InetAddress owned(String address) {
        return owned.get(address);
    }

    private AgentAddress entry(InetAddress address, String origin) {
        String text = AddressText.of(address);
        owned.put(text, address);
        return new AgentAddress(text, address instanceof Inet6Address ? "ipv6" : "ipv4", origin);
    }

    private static InetAddress literal(String text) {
        if (!text.matches("[0-9.]+|[0-9a-fA-F:.]+")) {
            throw new IllegalArgumentException("'" + text + "' is no IP address");
        }
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + text + "' is no IP address", e);
        }
    }

    private static List<InetAddress> globalIpv6() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet6Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress()
                            && !address.isMulticastAddress())
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    // Connecting a datagram socket sends nothing, but makes the system choose a source.
    private static @Nullable InetAddress defaultRoute() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress("192.0.2.1", 9));
            InetAddress local = socket.getLocalAddress();
            return local instanceof Inet4Address && !local.isAnyLocalAddress() ? local : null;
        } catch (SocketException | RuntimeException e) {
            return null;
        }
    }
}
