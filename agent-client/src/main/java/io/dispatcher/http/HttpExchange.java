package io.dispatcher.http;

import io.dispatcher.address.AddressText;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkFailure;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.egress.EgressPolicy;
import io.dispatcher.protocol.egress.EgressVerdict;
import io.dispatcher.work.Answer;
import io.dispatcher.work.RunningWork;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EndpointDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.jspecify.annotations.Nullable;

/** One order from its beginning to its one answer: resolve, check, request. Thread-safe. */
final class HttpExchange implements RunningWork {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private final HttpTransport transport;
    private final TargetResolver resolver;
    private final SourceAddresses sources;
    private final EgressPolicy policy;
    private final WorkOrder order;
    private final ByteBuffer body;
    private final Answer answer;
    private final Stopwatch watch = new Stopwatch();
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable Future<?> request;
    private @Nullable String bound;
    private boolean over;

    HttpExchange(
            HttpTransport transport,
            TargetResolver resolver,
            SourceAddresses sources,
            EgressPolicy policy,
            WorkOrder order,
            ByteBuffer body,
            Answer answer) {
        this.transport = transport;
        this.resolver = resolver;
        this.sources = sources;
        this.policy = policy;
        this.order = order;
        this.body = body;
        this.answer = answer;
    }

    void start(ScheduledExecutorService timer) {
        synchronized (this) {
            deadline = timer.schedule(this::late, order.timeoutMs(), TimeUnit.MILLISECONDS);
        }
        try {
            resolve(Hop.first(order, body));
        } catch (HttpFailure e) {
            fail(e.failure());
        }
    }

    private void resolve(Hop hop) {
        long begun = System.nanoTime();
        String host = hop.url().getHost();
        resolver.resolve(host, (addresses, failure) -> {
            synchronized (this) {
                watch.dns(System.nanoTime() - begun);
            }
            try {
                if (failure != null) {
                    throw new HttpFailure("target-dns", failure);
                }
                connect(hop, addresses);
            } catch (HttpFailure e) {
                fail(e.failure());
            }
        });
    }

    private void connect(Hop hop, List<InetAddress> addresses) throws HttpFailure {
        InetAddress source = source();
        InetAddress target = reachable(addresses, source);
        EgressVerdict verdict = policy.check(target, hop.port());
        if (!verdict.allowed()) {
            throw new HttpFailure("egress-denied", verdict.sentence());
        }
        HttpHost host = new HttpHost(hop.scheme(), target, hop.url().getHost(), hop.port());
        send(hop, host, new HttpRoute(host, source, hop.secure()));
    }

    private @Nullable InetAddress source() throws HttpFailure {
        String wanted = order.sourceAddress();
        if (wanted == null) {
            return null;
        }
        InetAddress source = sources.owned(wanted);
        if (source == null) {
            throw new HttpFailure("target-connect", "the source address " + wanted + " is not this agent's");
        }
        return source;
    }

    private static InetAddress reachable(List<InetAddress> addresses, @Nullable InetAddress source) throws HttpFailure {
        for (InetAddress address : addresses) {
            if (source == null || address.getClass() == source.getClass()) {
                return address;
            }
        }
        throw new HttpFailure(
                "target-connect",
                "the target has no address of the family of " + (source == null ? "any" : source.getHostAddress()));
    }

    private void send(Hop hop, HttpHost host, HttpRoute route) throws HttpFailure {
        BasicHttpRequest message = RequestHeaders.request(hop, host);
        HttpClientContext context = HttpClientContext.create();
        context.setAttribute(HttpTransport.ROUTE, route);
        byte[] bytes = new byte[hop.body().remaining()];
        hop.body().duplicate().get(bytes);
        BasicAsyncEntityProducer entity = bytes.length == 0 ? null : new BasicAsyncEntityProducer(bytes, null);
        Received received = new Received(context, System.nanoTime());
        ResponseReceiver receiver = new ResponseReceiver(order.maxResponseBytes(), received::cut);
        received.receiver = receiver;
        Future<?> sent = transport
                .client(order.verifyTls())
                .execute(host, new BasicRequestProducer(message, entity), receiver, null, context, received);
        boolean late;
        synchronized (this) {
            request = sent;
            late = over;
        }
        if (late) {
            sent.cancel(true);
        }
    }

    private final class Received implements FutureCallback<ResponseReceiver> {
        private final HttpClientContext context;
        private final long begun;
        private @Nullable ResponseReceiver receiver;

        Received(HttpClientContext context, long begun) {
            this.context = context;
            this.begun = begun;
        }

        void cut() {
            if (receiver != null) {
                completed(receiver);
            }
            stopRequest();
        }

        @Override
        public void completed(ResponseReceiver response) {
            noteAddress(context);
            respond(response, begun);
        }

        @Override
        public void failed(Exception cause) {
            noteAddress(context);
            fail(Failures.of(cause, order));
        }

        @Override
        public void cancelled() {
            fail(new WorkFailure("target-io", "the request was cancelled"));
        }
    }

    private void noteAddress(HttpClientContext context) {
        EndpointDetails endpoint = context.getEndpointDetails();
        if (endpoint != null && endpoint.getLocalAddress() instanceof InetSocketAddress local) {
            synchronized (this) {
                bound = AddressText.of(local.getAddress());
            }
        }
    }

    private void respond(ResponseReceiver received, long begun) {
        HttpResponse response = received.response();
        if (response == null) {
            fail(new WorkFailure("target-io", "the target closed the connection without an answer"));
            return;
        }
        List<HeaderField> headers = new ArrayList<>();
        for (Header header : response.getHeaders()) {
            headers.add(new HeaderField(header.getName(), header.getValue() == null ? "" : header.getValue()));
        }
        String version = response.getVersion() != null && response.getVersion().getMajor() == 2 ? "HTTP/2" : "HTTP/1.1";
        WorkReply reply;
        synchronized (this) {
            watch.firstByte(received.firstByteNanos() - begun);
            reply = new WorkReply(
                    order.orderId(),
                    null,
                    bound,
                    response.getCode(),
                    version,
                    headers,
                    received.truncated(),
                    received.received(),
                    watch.timings());
        }
        finish(reply, received.body());
    }

    private void late() {
        fail(new WorkFailure("target-timeout", "no complete answer within " + order.timeoutMs() + " ms"));
        stopRequest();
    }

    @Override
    public void cancel() {
        fail(new WorkFailure("target-io", "the order was taken back"));
        stopRequest();
    }

    private void stopRequest() {
        Future<?> sent;
        synchronized (this) {
            sent = request;
        }
        if (sent != null) {
            sent.cancel(true);
        }
    }

    private void fail(WorkFailure failure) {
        WorkReply reply;
        synchronized (this) {
            reply = WorkReply.failed(order.orderId(), failure, bound, watch.timings());
        }
        finish(reply, NOTHING.duplicate());
    }

    private void finish(WorkReply reply, ByteBuffer replyBody) {
        ScheduledFuture<?> timer;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            timer = deadline;
        }
        if (timer != null) {
            timer.cancel(false);
        }
        answer.done(reply, replyBody);
    }
}
