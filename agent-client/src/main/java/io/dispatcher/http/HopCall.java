package io.dispatcher.http;

import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.PeerCertificate;
import io.dispatcher.protocol.WorkFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.RequestNotExecutedException;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * One hop on the wire: tries the target's addresses in turn until one connects, then sends the request once; once more, over a new
 * connection, when a kept one turns out to be closed.
 */
final class HopCall implements FutureCallback<ResponseReceiver> {
    /** Where the outcome goes. */
    interface Listener {
        /** The response is whole, or cut at the limit; the listener releases its body. */
        void responded(HopCall call, ResponseReceiver response);

        void failed(HopCall call, WorkFailure failure);
    }

    private static final String CALL = "dispatcher.call";

    private final HttpTransport transport;
    private final Hop hop;
    private final @Nullable InetAddress source;
    private final List<InetAddress> targets;
    private final boolean verifyTls;
    private final long maxBytes;
    private final Listener listener;
    private int tried;
    private HopClock clock = new HopClock();
    private @Nullable HttpClientContext context;
    private @Nullable ResponseReceiver receiver;
    private @Nullable Future<?> request;
    private @Nullable AsyncConnectionEndpoint endpoint;
    private boolean fresh;
    private boolean stopped;

    HopCall(
            HttpTransport transport,
            Hop hop,
            @Nullable InetAddress source,
            List<InetAddress> targets,
            boolean verifyTls,
            long maxBytes,
            Listener listener) {
        this.transport = transport;
        this.hop = hop;
        this.source = source;
        this.targets = targets;
        this.verifyTls = verifyTls;
        this.maxBytes = maxBytes;
        this.listener = listener;
    }

    Hop hop() {
        return hop;
    }

    synchronized HopClock clock() {
        return clock;
    }

    /** The local address of the connection that was used, null if there was none. */
    synchronized @Nullable String boundAddress() {
        EndpointDetails endpoint = context == null ? null : context.getEndpointDetails();
        return endpoint != null && endpoint.getLocalAddress() instanceof InetSocketAddress local
                ? AddressText.of(local.getAddress())
                : null;
    }

    /** What the target showed, null without TLS. */
    synchronized @Nullable PeerCertificate certificate() {
        return context == null ? null : ShownCertificate.of(context.getSSLSession());
    }

    void send() throws HttpFailure {
        HttpHost host = new HttpHost(hop.scheme(), targets.get(tried), hop.url().getHost(), hop.port());
        BasicHttpRequest message = RequestMessage.of(hop, host);
        HttpClientContext ofThis = HttpClientContext.create();
        HopClock newClock = new HopClock();
        ofThis.setAttribute(HttpTransport.ROUTE, new HttpRoute(host, source, hop.secure()));
        ofThis.setAttribute(CALL, this);
        ofThis.setUserToken(this);
        ResponseReceiver newReceiver = new ResponseReceiver(maxBytes, transport.memory(), this::cut);
        synchronized (this) {
            clock = newClock;
            context = ofThis;
            receiver = newReceiver;
        }
        BasicRequestProducer producer = new BasicRequestProducer(message, entity());
        Future<?> sent = transport.clientFor(verifyTls).execute(host, producer, newReceiver, null, ofThis, this);
        boolean late;
        synchronized (this) {
            request = sent;
            late = stopped;
        }
        if (late) {
            sent.cancel(true);
        }
    }

    private @Nullable AsyncEntityProducer entity() {
        if (!hop.body().hasRemaining()) {
            return null;
        }
        byte[] bytes = new byte[hop.body().remaining()];
        hop.body().duplicate().get(bytes);
        return new BasicAsyncEntityProducer(bytes, null);
    }

    /** The call a context belongs to. */
    static @Nullable HopCall of(@Nullable HttpContext context) {
        return context == null ? null : (HopCall) context.getAttribute(CALL);
    }

    /**
     * The pool gives this call a connection; it is detached again when the call is over. Where a kept one was closed already, the others
     * may be too: then it is closed here, and the client connects anew.
     */
    synchronized void leased(AsyncConnectionEndpoint leased) {
        endpoint = leased;
        if (fresh) {
            leased.close(CloseMode.IMMEDIATE);
        }
    }

    synchronized boolean stopped() {
        return stopped;
    }

    /** Sends nothing any more and closes the connection. */
    void stop() {
        Future<?> sent;
        AsyncConnectionEndpoint connection;
        synchronized (this) {
            stopped = true;
            sent = request;
            connection = endpoint;
        }
        if (sent != null) {
            sent.cancel(true);
        }
        if (connection != null) {
            connection.close(CloseMode.IMMEDIATE);
        }
    }

    private void cut() {
        ResponseReceiver response;
        synchronized (this) {
            response = receiver;
        }
        if (response != null) {
            listener.responded(this, response);
        }
        stop();
    }

    @Override
    public void completed(ResponseReceiver response) {
        listener.responded(this, response);
    }

    @Override
    public void failed(Exception cause) {
        HopClock.Phase phase = clock().phase();
        release();
        boolean again = phase == HopClock.Phase.CONNECT ? nextAddress() : staleConnection(cause) && freshConnection();
        if (!again) {
            listener.failed(this, TargetFailure.of(cause, phase, target(), source));
            return;
        }
        try {
            send();
        } catch (HttpFailure e) {
            listener.failed(this, e.failure());
        }
    }

    private synchronized boolean nextAddress() {
        if (stopped || tried + 1 >= targets.size()) {
            return false;
        }
        tried++;
        return true;
    }

    private synchronized boolean freshConnection() {
        boolean first = !stopped && !fresh;
        fresh = true;
        return first;
    }

    /**
     * A kept connection was closed by the target while it was idle, as RFC 9112 section 9.3.1 lets it. What was not sent may be sent again;
     * what perhaps was, only if doing it twice does no harm (RFC 9110 section 9.2.2).
     */
    private synchronized boolean staleConnection(Exception cause) {
        boolean unanswered = receiver == null || !receiver.begun();
        return cause instanceof IOException
                && clock.kept()
                && unanswered
                && (cause instanceof RequestNotExecutedException || hop.idempotent());
    }

    private String target() {
        String address = AddressText.of(targets.get(tried));
        String host = hop.url().getHost();
        return (host.equals(address) ? host : host + " (" + address + ")") + " port " + hop.port();
    }

    @Override
    public void cancelled() {
        release();
        listener.failed(this, new WorkFailure("target-io", "the exchange was stopped"));
    }

    private void release() {
        ResponseReceiver over;
        synchronized (this) {
            over = receiver;
        }
        if (over != null && !over.truncated()) {
            over.body().release();
        }
    }
}
