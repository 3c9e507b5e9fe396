package io.dispatcher.dispatch;

import io.dispatcher.protocol.egress.Endpoint;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Where this coordinator listens, so that nobody reaches it through itself. */
final class OwnEndpoints {
    private OwnEndpoints() {}

    /** @param urls what boot says it listens on, comma-separated; a wildcard stands for every address of the machine */
    static List<Endpoint> of(String urls) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (String url : urls.split(",", -1)) {
            if (!url.isBlank()) {
                URI uri = URI.create(url.strip());
                addresses(uri.getHost()).forEach(address -> endpoints.add(new Endpoint(address, uri.getPort())));
            }
        }
        return endpoints;
    }

    private static List<InetAddress> addresses(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress() ? ofThisMachine() : List.of(address);
        } catch (UnknownHostException | SocketException e) {
            return List.of();
        }
    }

    private static List<InetAddress> ofThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .toList();
    }
}
