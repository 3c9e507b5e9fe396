package io.dispatcher.boot;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Decides what is really listened on, and checks that it can be. */
final class Listeners {

    private static final int TRIES_FOR_A_COMMON_PORT = 20;

    private Listeners() {}

    /**
     * The addresses to listen on: merged, with real ports.
     *
     * @throws StartException if a name cannot be looked up or an address cannot be bound
     */
    static List<Bind> plan(Settings settings) throws StartException {
        int port = settings.number(Options.PORT);
        List<Bind> wanted = new ArrayList<>();
        List<String> extra = settings.all(Options.BIND);
        if (extra.isEmpty() || settings.explicit(Options.HOST)) {
            wanted.add(new Bind(unbracketed(settings.require(Options.HOST)), port));
        }
        extra.forEach(text -> wanted.add(Bind.parse(text, port)));
        try {
            return withRealPorts(Bind.merged(wanted), "--port or --bind");
        } catch (UnknownHostException e) {
            throw StartException.usage("Cannot look up the address " + e.getMessage() + ": correct --host or --bind");
        }
    }

    /** Every address that the server is told to listen on: Java's 0.0.0.0 would take IPv6 as well. */
    static List<Bind> expanded(List<Bind> binds) throws IOException {
        List<Bind> result = new ArrayList<>();
        for (Bind bind : binds) {
            InetAddress address = bind.address();
            if (address.isAnyLocalAddress() && address instanceof Inet4Address) {
                for (InetAddress own : ownIpv4()) {
                    result.add(new Bind(own.getHostAddress(), bind.port()));
                }
            } else {
                result.add(bind);
            }
        }
        return result;
    }

    /** Fails with one line if the address cannot be bound now. */
    static void probe(Bind bind, String option) throws StartException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(bind.address(), bind.port()));
        } catch (IOException e) {
            throw StartException.runtime("Cannot listen on " + bind.url("tcp").substring("tcp://".length()) + " ("
                    + e.getMessage() + "): stop what uses it or choose another with " + option);
        }
    }

    static int freePort() throws StartException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw StartException.runtime("No free port: " + e.getMessage());
        }
    }

    /** The binds with one free port in the place of 0; all of them can be bound now. */
    static List<Bind> withRealPorts(List<Bind> binds, String option) throws StartException {
        StartException last = StartException.runtime("No free port for all addresses");
        for (int attempt = 0; attempt < TRIES_FOR_A_COMMON_PORT; attempt++) {
            int any = freePort();
            List<Bind> real = binds.stream()
                    .map(bind -> bind.port() == 0 ? bind.withPort(any) : bind)
                    .toList();
            try {
                for (Bind bind : real) {
                    probe(bind, option);
                }
                return real;
            } catch (StartException e) {
                last = e;
                if (binds.stream().noneMatch(bind -> bind.port() == 0)) {
                    throw e;
                }
            }
        }
        throw last;
    }

    private static List<InetAddress> ownIpv4() throws IOException {
        List<InetAddress> result = new ArrayList<>();
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            network.inetAddresses().filter(Inet4Address.class::isInstance).forEach(result::add);
        }
        return result;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
