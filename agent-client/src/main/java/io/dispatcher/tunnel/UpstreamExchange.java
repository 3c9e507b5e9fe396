package io.dispatcher.tunnel;

import io.dispatcher.protocol.AnswerHead;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkFailure;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import io.dispatcher.work.Answer;
import io.dispatcher.work.ReplyBody;
import io.dispatcher.work.RunningWork;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.message.BasicHttpRequest;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.jspecify.annotations.Nullable;

/**
 * One request to an upstream. A short answer that comes at once goes with the reply; any other goes over a stream to the node as it comes.
 * Thread-safe by its own monitor; ends once.
 */
final class UpstreamExchange implements RunningWork {
    private static final System.Logger LOG = System.getLogger(UpstreamExchange.class.getName());

    static final String REQUEST_ID = "Dispatcher-Upstream-Req-Id";

    /** What is gathered of an answer before it is streamed, and for how long. */
    private static final int MOST_WHOLE = Frame.MAX_DATA_BYTES;

    private static final long GATHER_MS = 10;

    private final CloseableHttpAsyncClient toUpstream;
    private final CloseableHttpAsyncClient toNode;
    private final NodeDoor door;
    private final ScheduledExecutorService timer;
    private final URI base;
    private final WorkOrder order;
    private final ByteBuffer body;
    private final Answer answer;
    private final String id = UUID.randomUUID().toString();
    private final long began = System.nanoTime();

    private final List<Call> calls = new ArrayList<>();
    private @Nullable AnswerHead head;
    private @Nullable Pipe download;
    private @Nullable StreamedAnswer streamed;
    private double firstByteMs;
    private boolean whole;
    private boolean over;

    UpstreamExchange(
            CloseableHttpAsyncClient toUpstream,
            CloseableHttpAsyncClient toNode,
            NodeDoor door,
            ScheduledExecutorService timer,
            URI base,
            WorkOrder order,
            ByteBuffer body,
            Answer answer) {
        this.toUpstream = toUpstream;
        this.toNode = toNode;
        this.door = door;
        this.timer = timer;
        this.base = base;
        this.order = order;
        this.body = body;
        this.answer = answer;
    }

    void begin() {
        try {
            HttpHost host = new HttpHost(base.getScheme(), base.getHost(), base.getPort());
            BasicHttpRequest request = ForwardedRequest.of(order, base, host);
            LOG.log(
                    Level.INFO,
                    "{0} {1} {2}",
                    order.orderId(),
                    request.getMethod(),
                    ForwardedRequest.withoutQuery(request));
            AsyncEntityProducer entity = entity();
            call().begin(
                            toUpstream,
                            new BasicRequestProducer(request, entity),
                            new AnswerReceiver(this),
                            nothing -> {},
                            this::broken);
        } catch (IOException | RuntimeException e) {
            broken(e);
        }
    }

    private @Nullable AsyncEntityProducer entity() throws IOException {
        BodyStreams streams = order.streams();
        if (streams != null && streams.requestBody()) {
            return upload(streams);
        }
        if (!body.hasRemaining()) {
            return null;
        }
        byte[] bytes = new byte[body.remaining()];
        body.get(bytes);
        return new BasicAsyncEntityProducer(bytes, null);
    }

    /** The request's body comes from the node as it comes there. */
    private Pipe upload(BodyStreams streams) throws IOException {
        Pipe upload = new Pipe(ForwardedRequest.length(order), () -> {});
        BasicHttpRequest request = door.request("GET", order.orderId(), streams);
        call().begin(
                        toNode,
                        new BasicRequestProducer(request, null),
                        new UploadReceiver(upload),
                        nothing -> {},
                        this::uploadBroken);
        return upload;
    }

    private synchronized Call call() {
        Call call = new Call();
        calls.add(call);
        if (over) {
            call.stop();
        }
        return call;
    }

    /** The answer's head is here. */
    void head(HttpResponse response, @Nullable EntityDetails entity) {
        List<HeaderField> headers = ForwardedRequest.endToEnd(response);
        headers.add(new HeaderField(REQUEST_ID, id));
        synchronized (this) {
            firstByteMs = (System.nanoTime() - began) / 1e6;
            head = new AnswerHead(response.getCode(), "HTTP/1.1", headers);
            if (entity == null) {
                return;
            }
            download = new Pipe(null, () -> broken(new IOException("the node does not take the answer")));
        }
        timer.schedule(this::stream, entity.getContentLength() > MOST_WHOLE ? 0 : GATHER_MS, TimeUnit.MILLISECONDS);
    }

    Pipe download() {
        Pipe pipe = download;
        if (pipe == null) {
            throw new IllegalStateException("an answer's body without its head");
        }
        return pipe;
    }

    void gathered() {
        if (download().length() > MOST_WHOLE) {
            stream();
        }
    }

    /** It is too long, or takes too long, to go with the reply. */
    private void stream() {
        StreamedAnswer begun;
        synchronized (this) {
            if (over || whole || streamed != null) {
                return;
            }
            BodyStreams streams = order.streams();
            if (streams == null || head == null) {
                return;
            }
            begun = new StreamedAnswer(order.orderId(), streams, head, download());
            streamed = begun;
        }
        answer.answering();
        try {
            begun.send(call(), toNode, door, this::delivered, this::notTaken);
        } catch (IOException e) {
            notTaken(e);
        }
    }

    /** The answer has come to its end. */
    void ended(@Nullable List<? extends Header> trailers) {
        synchronized (this) {
            if (streamed == null && (trailers == null || trailers.isEmpty() || order.streams() == null)) {
                whole = true;
            }
        }
        if (whole) {
            complete();
            return;
        }
        download().end(trailers);
        stream();
    }

    /** With the reply: head, and the body if there is one. */
    void complete() {
        byte[] bytes = download == null ? new byte[0] : download.drain();
        finish(reply(null, bytes.length), ReplyBody.of(bytes, bytes.length));
    }

    private void delivered() {
        finish(reply(null, download().passed()), ReplyBody.EMPTY);
    }

    private WorkReply reply(@Nullable WorkFailure failure, long size) {
        double totalMs = (System.nanoTime() - began) / 1e6;
        WorkTimings timings = new WorkTimings(0, 0, 0, firstByteMs, totalMs);
        AnswerHead known = head;
        return failure != null || known == null
                ? WorkReply.failed(
                        order.orderId(),
                        failure == null ? new WorkFailure("upstream-io", "no answer") : failure,
                        null,
                        timings)
                : new WorkReply(
                        order.orderId(),
                        null,
                        null,
                        known.statusCode(),
                        known.httpVersion(),
                        known.headers(),
                        false,
                        size,
                        timings);
    }

    void broken(Exception cause) {
        finish(reply(UpstreamFailure.of(cause, base), 0), ReplyBody.EMPTY);
    }

    private void uploadBroken(Exception cause) {
        finish(
                reply(
                        new WorkFailure(
                                "upstream-io", "the request's body was cut off: " + UpstreamFailure.reason(cause)),
                        0),
                ReplyBody.EMPTY);
    }

    private void notTaken(Exception cause) {
        finish(
                reply(
                        new WorkFailure(
                                "upstream-io", "the answer could not be delivered: " + UpstreamFailure.reason(cause)),
                        0),
                ReplyBody.EMPTY);
    }

    private void finish(WorkReply reply, ReplyBody replyBody) {
        if (stopped()) {
            answer.done(reply, replyBody);
        }
    }

    /** @return false if it was over before */
    private boolean stopped() {
        List<Call> open;
        synchronized (this) {
            if (over) {
                return false;
            }
            over = true;
            open = List.copyOf(calls);
        }
        // Those that have ended take no notice.
        open.forEach(Call::stop);
        return true;
    }

    @Override
    public void cancel() {
        finish(reply(new WorkFailure("cancelled", "taken back"), 0), ReplyBody.EMPTY);
    }
}
