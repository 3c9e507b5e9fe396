package io.dispatcher.runtime;

import io.dispatcher.connection.CoordinatorUrl;
import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.egress.Endpoint;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Where the coordinators listen, as addresses: what no request may reach. */
final class CoordinatorEndpoints {
    private final List<CoordinatorUrl> urls;

    CoordinatorEndpoints(List<CoordinatorUrl> urls) {
        this.urls = urls;
    }

    /** Those that are known without asking a name server. */
    Set<Endpoint> literals() {
        Set<Endpoint> endpoints = new HashSet<>();
        for (CoordinatorUrl url : urls) {
            InetAddress literal = AddressText.parse(unbracketed(url));
            if (literal != null) {
                add(literal, url.port(), endpoints);
            } else if (url.socket().getHost().equals("localhost")) {
                add(InetAddress.getLoopbackAddress(), url.port(), endpoints);
            }
        }
        return endpoints;
    }

    /** All that can be resolved now; may wait for a name server. */
    Set<Endpoint> resolved() {
        Set<Endpoint> endpoints = literals();
        for (CoordinatorUrl url : urls) {
            try {
                for (InetAddress address : InetAddress.getAllByName(url.socket().getHost())) {
                    add(address, url.port(), endpoints);
                }
            } catch (UnknownHostException e) {
                // What cannot be resolved now cannot be reached either; the next look may find it.
                continue;
            }
        }
        return endpoints;
    }

    private static String unbracketed(CoordinatorUrl url) {
        return url.socket().getHost().replace("[", "").replace("]", "");
    }

    // A coordinator on this machine may listen on a wildcard: all the machine's addresses are its own then.
    private static void add(InetAddress address, int port, Set<Endpoint> endpoints) {
        endpoints.add(new Endpoint(address, port));
        try {
            if (address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null) {
                NetworkInterface.networkInterfaces()
                        .flatMap(NetworkInterface::inetAddresses)
                        .forEach(own -> endpoints.add(new Endpoint(own, port)));
            }
        } catch (SocketException e) {
            System.getLogger(CoordinatorEndpoints.class.getName())
                    .log(System.Logger.Level.WARNING, "the interfaces cannot be listed", e);
        }
    }
}
