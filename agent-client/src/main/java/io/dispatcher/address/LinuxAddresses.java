package io.dispatcher.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code /proc/net}; where that is missing, what Java says about the interfaces. Binding proves ownership only while
 * {@code ip_nonlocal_bind} is off: with it any address binds, and a foreign one then hangs.
 */
final class LinuxAddresses implements MachineAddresses {
    private static final int SCOPE_GLOBAL = 0x00;
    private static final int DAD_FAILED = 0x08;
    private static final int DEPRECATED = 0x20;
    private static final int TENTATIVE = 0x40;
    private static final long ROUTE_IS_LOCAL = 0x8000_0000L;

    private final Path proc;

    /**
     * A reader.
     *
     * @param proc normally {@code /proc}
     */
    LinuxAddresses(Path proc) {
        this.proc = proc;
    }

    @Override
    public List<InetAddress> usableIpv6() {
        List<InetAddress> usable = new ArrayList<>();
        List<String> lines = lines("net/if_inet6");
        for (String line : lines) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length >= 6 && isUsable(fields)) {
                usable.add(address(fields[0]));
            }
        }
        return lines.isEmpty() ? fromInterfaces() : usable;
    }

    // Fields: address, interface index, prefix length, scope, flags, device; all but the last in hex.
    private static boolean isUsable(String[] fields) {
        int scope = Integer.parseInt(fields[3], 16);
        int flags = Integer.parseInt(fields[4], 16);
        return scope == SCOPE_GLOBAL && (flags & (DAD_FAILED | DEPRECATED | TENTATIVE)) == 0;
    }

    private static List<InetAddress> fromInterfaces() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet6Address
                            && !address.isLoopbackAddress()
                            && !address.isLinkLocalAddress()
                            && !address.isMulticastAddress())
                    .map(LinuxAddresses::withoutZone)
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static InetAddress withoutZone(InetAddress address) {
        try {
            return InetAddress.getByAddress(address.getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private static InetAddress address(String hex) {
        try {
            return InetAddress.getByAddress(HexFormat.of().parseHex(hex));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    // Connecting a datagram socket sends nothing, but makes the system choose a source.
    @Override
    public @Nullable InetAddress defaultIpv4() {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(new InetSocketAddress("192.0.2.1", 9));
            InetAddress local = socket.getLocalAddress();
            return local.getAddress().length == 4 && !local.isAnyLocalAddress() ? local : null;
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }

    @Override
    public boolean owns(InetAddress address) {
        if (address.isLoopbackAddress() || onInterface(address)) {
            return true;
        }
        String family = address.getAddress().length == 4 ? "ipv4" : "ipv6";
        List<String> nonLocal = lines("sys/net/" + family + "/ip_nonlocal_bind");
        boolean anyBinds = !nonLocal.isEmpty() && !nonLocal.get(0).strip().equals("0");
        return anyBinds ? hasLocalRoute(address) : canBind(address);
    }

    private static boolean onInterface(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }

    // Fields: destination, its length, source, its length, next hop, metric, references, use, flags, device; in hex.
    private boolean hasLocalRoute(InetAddress address) {
        IPAddress wanted = new IPAddressGenerator().from(address.getAddress());
        for (String line : lines("net/ipv6_route")) {
            String[] fields = line.strip().split("\\s+");
            if (fields.length >= 10 && (Long.parseLong(fields[8], 16) & ROUTE_IS_LOCAL) != 0) {
                IPAddress destination =
                        new IPAddressGenerator().from(HexFormat.of().parseHex(fields[0]));
                int length = Integer.parseInt(fields[1], 16);
                if (wanted.isIPv6() && destination.toPrefixBlock(length).contains(wanted)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Override
    public boolean canBind(InetAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(address, 0));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(proc.resolve(file));
        } catch (IOException e) {
            return List.of();
        }
    }
}
