package io.dispatcher.tunnel;

import io.dispatcher.protocol.WorkFailure;
import java.io.EOFException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import javax.net.ssl.SSLException;

/** Names what went wrong with an upstream. */
final class UpstreamFailure {
    private UpstreamFailure() {}

    static WorkFailure of(Throwable cause, URI base) {
        boolean unreachable = cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLException
                || (cause instanceof SocketTimeoutException && reason(cause).startsWith("Connect"));
        return unreachable
                ? new WorkFailure("upstream-connect", "connecting to " + base + " failed: " + reason(cause))
                : new WorkFailure("upstream-io", "the exchange with " + base + " failed: " + reason(cause));
    }

    /** Whether the connection was closed under it. */
    static boolean closed(Throwable cause) {
        return cause instanceof EOFException || cause instanceof ClosedChannelException;
    }

    static String reason(Throwable cause) {
        if (closed(cause)) {
            return "the connection was closed";
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String said = root.getMessage();
        return said == null || said.isBlank() ? root.getClass().getSimpleName() : said;
    }
}
