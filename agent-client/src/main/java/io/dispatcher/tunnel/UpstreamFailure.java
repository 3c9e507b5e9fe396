package io.dispatcher.tunnel;

import io.dispatcher.protocol.WorkFailure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;

/** Names what went wrong with an upstream. */
final class UpstreamFailure {
    private UpstreamFailure() {}

    static WorkFailure of(Exception cause, URI base) {
        boolean unreachable = cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof UnknownHostException
                || cause instanceof SSLException;
        return unreachable
                ? new WorkFailure("upstream-connect", "connecting to " + base + " failed: " + reason(cause))
                : new WorkFailure("upstream-io", "the exchange with " + base + " failed: " + reason(cause));
    }

    static String reason(Throwable cause) {
        if (cause instanceof ConnectionClosedException) {
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
