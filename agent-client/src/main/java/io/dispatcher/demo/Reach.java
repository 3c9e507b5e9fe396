package io.dispatcher.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Tries whether a connection can be made. */
final class Reach {
    private static final int CONNECT_MILLIS = 1_000;

    private Reach() {}

    /** True if {@code source} can connect to a port of {@code target}; both are address literals of this machine. */
    static boolean test(String source, String target) {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName(target));
                Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(source), 0));
            socket.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
