package io.dispatcher.http;

import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkFailure;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.work.Answer;
import io.dispatcher.work.ReplyBody;
import io.dispatcher.work.RunningWork;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** One order from its beginning to its one answer: resolve, check, request, and again for each redirect. Thread-safe. */
final class HttpExchange implements RunningWork, HopCall.Listener {
    private final HttpTransport transport;
    private final TargetResolver resolver;
    private final TargetChoice choice;
    private final WorkOrder order;
    private final ByteBuffer body;
    private final Answer answer;
    private final ExchangeTimings timings = new ExchangeTimings();
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable HopCall call;
    private @Nullable String bound;
    private boolean over;

    HttpExchange(
            HttpTransport transport,
            TargetResolver resolver,
            TargetChoice choice,
            WorkOrder order,
            ByteBuffer body,
            Answer answer) {
        this.transport = transport;
        this.resolver = resolver;
        this.choice = choice;
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
        } catch (RuntimeException e) {
            broken(e);
        }
    }

    private void resolve(Hop hop) {
        long begun = System.nanoTime();
        resolver.resolve(hop.url().getHost(), (addresses, failure) -> {
            timings.resolved(System.nanoTime() - begun);
            try {
                if (failure != null) {
                    throw new HttpFailure("target-dns", failure);
                }
                request(hop, addresses);
            } catch (HttpFailure e) {
                fail(e.failure());
            } catch (RuntimeException e) {
                broken(e);
            }
        });
    }

    private void request(Hop hop, List<InetAddress> addresses) throws HttpFailure {
        InetAddress source = choice.source(order.sourceAddress());
        List<InetAddress> targets = choice.targets(hop.url().getHost(), addresses, hop.port(), source);
        HopCall next = new HopCall(transport, hop, source, targets, order.verifyTls(), order.maxResponseBytes(), this);
        synchronized (this) {
            if (over) {
                return;
            }
            call = next;
        }
        next.send();
    }

    @Override
    public void responded(HopCall from, ResponseReceiver received) {
        HttpResponse response = received.response();
        timings.requested(from.clock(), received.headNanos());
        noteAddress(from);
        if (response == null) {
            fail(new WorkFailure("target-io", "the target closed the connection without an answer"));
            return;
        }
        try {
            Hop next = order.followRedirects() ? Redirect.next(from.hop(), response) : null;
            if (next == null) {
                finish(reply(from, response, received), received.body());
            } else {
                received.body().release();
                resolve(next);
            }
        } catch (HttpFailure e) {
            received.body().release();
            fail(e.failure());
        } catch (RuntimeException e) {
            received.body().release();
            broken(e);
        }
    }

    private WorkReply reply(HopCall from, HttpResponse response, ResponseReceiver received) {
        Header[] lines = response.getHeaders();
        List<HeaderField> headers = new ArrayList<>(lines.length);
        for (Header line : lines) {
            headers.add(new HeaderField(line.getName(), line.getValue() == null ? "" : line.getValue()));
        }
        boolean http2 = response.getVersion() != null && response.getVersion().getMajor() == 2;
        return new WorkReply(
                order.orderId(),
                null,
                boundAddress(),
                response.getCode(),
                http2 ? "HTTP/2" : "HTTP/1.1",
                headers,
                received.truncated(),
                received.received(),
                timings.now(),
                from.certificate());
    }

    @Override
    public void failed(HopCall from, WorkFailure failure) {
        timings.requested(from.clock(), 0);
        noteAddress(from);
        fail(failure);
    }

    private void noteAddress(HopCall from) {
        String address = from.boundAddress();
        synchronized (this) {
            bound = address == null ? bound : address;
        }
    }

    private synchronized @Nullable String boundAddress() {
        return bound;
    }

    private void late() {
        fail(new WorkFailure("target-timeout", "no complete answer within " + order.timeoutMs() + " ms"));
        stop();
    }

    @Override
    public void cancel() {
        fail(new WorkFailure("target-io", "the order was taken back"));
        stop();
    }

    private void stop() {
        HopCall running;
        synchronized (this) {
            running = call;
        }
        if (running != null) {
            running.stop();
        }
    }

    private void broken(RuntimeException cause) {
        System.getLogger(HttpExchange.class.getName())
                .log(System.Logger.Level.ERROR, "an exchange broke: order " + order.orderId(), cause);
        fail(new WorkFailure("internal", "the agent failed: " + cause.getClass().getSimpleName()));
    }

    private void fail(WorkFailure failure) {
        finish(WorkReply.failed(order.orderId(), failure, boundAddress(), timings.now()), ReplyBody.EMPTY);
    }

    private void finish(WorkReply reply, ReplyBody replyBody) {
        ScheduledFuture<?> timer;
        synchronized (this) {
            if (over) {
                replyBody.release();
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
