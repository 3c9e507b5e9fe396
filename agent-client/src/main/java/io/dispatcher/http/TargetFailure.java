package io.dispatcher.http;

import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.WorkFailure;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.jspecify.annotations.Nullable;

/** What an exception of the client means to the requester. */
final class TargetFailure {
    private TargetFailure() {}

    static WorkFailure of(Exception cause, HopClock.Phase phase, String target, @Nullable InetAddress source) {
        String from = source == null ? "" : " from " + AddressText.of(source);
        if (phase == HopClock.Phase.TLS || cause instanceof SSLException) {
            return new WorkFailure("target-tls", "TLS with " + target + " failed: " + reason(cause));
        }
        if (phase == HopClock.Phase.CONNECT
                || cause instanceof ConnectException
                || cause instanceof NoRouteToHostException
                || cause instanceof BindException) {
            return new WorkFailure("target-connect", "connecting to " + target + from + " failed: " + reason(cause));
        }
        return new WorkFailure("target-io", "the exchange with " + target + " failed: " + reason(cause));
    }

    private static String reason(Exception cause) {
        if (cause instanceof BindException) {
            return "the source address cannot be bound";
        }
        if (cause instanceof ConnectionClosedException) {
            return "the target closed the connection";
        }
        if (cause instanceof InterruptedIOException) {
            return "no answer in time";
        }
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String said = root.getMessage();
        return said == null || said.isBlank() ? root.getClass().getSimpleName() : lastPart(said);
    }

    // "Connect to http://h:80 [h/1.2.3.4] failed: Connection refused": the first half is ours already.
    private static String lastPart(String said) {
        int failed = said.indexOf(" failed: ");
        return said.startsWith("Connect to ") && failed > 0 ? said.substring(failed + 9) : said;
    }
}
