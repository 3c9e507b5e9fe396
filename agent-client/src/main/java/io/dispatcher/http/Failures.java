package io.dispatcher.http;

import io.dispatcher.protocol.WorkFailure;
import io.dispatcher.protocol.WorkOrder;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** What an exception of the client means to the requester. */
final class Failures {
    private Failures() {}

    static WorkFailure of(Exception cause, WorkOrder order) {
        String said = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        if (cause instanceof SSLException) {
            return new WorkFailure("target-tls", said);
        }
        if (cause instanceof ConnectException
                || cause instanceof ConnectTimeoutException
                || cause instanceof NoRouteToHostException
                || cause instanceof java.net.BindException) {
            return new WorkFailure("target-connect", said);
        }
        if (cause instanceof SocketException || cause instanceof java.io.IOException) {
            return new WorkFailure("target-io", said);
        }
        return new WorkFailure("target-io", said);
    }
}
