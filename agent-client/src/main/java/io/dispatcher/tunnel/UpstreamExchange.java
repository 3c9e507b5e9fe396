package io.dispatcher.tunnel;

import io.dispatcher.config.Upstream;
import io.dispatcher.protocol.AnswerHead;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.TunnelIds;
import io.dispatcher.protocol.Wire;
import io.dispatcher.protocol.WorkFailure;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.protocol.WorkReply;
import io.dispatcher.protocol.WorkTimings;
import io.dispatcher.work.Answer;
import io.dispatcher.work.ReplyBody;
import io.dispatcher.work.RunningWork;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.client.ByteBufferRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * One request to an upstream. A short answer that comes at once goes with the reply; any other goes over a stream to the node as it comes.
 * Thread-safe by its own monitor; ends once.
 */
final class UpstreamExchange implements RunningWork, AnswerBody.Listener {
    private static final System.Logger LOG = System.getLogger(UpstreamExchange.class.getName());
    private static final Set<String> HARMLESS_TWICE = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    /** What is gathered of an answer before it is streamed, and for how long. */
    private static final int MOST_WHOLE = Frame.MAX_DATA_BYTES;

    /** From here on a connection of its own is cheaper than the WebSocket, which masks and copies. */
    private static final int MOST_BY_REPLY = 16 * 1024;

    private static final long MOST_UNSTREAMED = 64L << 20;
    private static final long GATHER_MS = 10;

    private static final int SWITCHING = HttpStatus.SWITCHING_PROTOCOLS_101;
    /** The connection's own idle time. */
    private static final long USUAL = -1;

    private final HttpClient toUpstream;
    private final HttpClient toNode;
    private final NodeDoor door;
    private final ScheduledExecutorService timer;
    private final Upstream upstream;
    private final WorkOrder order;
    private final ByteBuffer body;
    private final Answer answer;
    private final @Nullable String upgrade;
    private final long began = System.nanoTime();

    private final List<Request> open = new ArrayList<>();
    private @Nullable AnswerHead head;
    private @Nullable Response response;
    private @Nullable AnswerBody download;
    private volatile @Nullable StreamedContent upload;
    private @Nullable UpgradedConnection upgraded;
    private double firstByteMs;
    private boolean triedAgain;
    private boolean over;

    UpstreamExchange(
            HttpClient toUpstream,
            HttpClient toNode,
            NodeDoor door,
            ScheduledExecutorService timer,
            Upstream upstream,
            WorkOrder order,
            ByteBuffer body,
            Answer answer) {
        this.toUpstream = toUpstream;
        this.toNode = toNode;
        this.door = door;
        this.timer = timer;
        this.upstream = upstream;
        this.order = order;
        this.body = body;
        this.answer = answer;
        this.upgrade = ForwardedRequest.upgrade(order);
    }

    void begin() {
        String target = ForwardedRequest.withoutQuery(ForwardedRequest.target(order.url(), upstream.url()));
        LOG.log(Level.INFO, "{0} {1} {2} {3}", order.orderId(), answer.upstreamReqId(), order.method(), target);
        BodyStreams streams = order.streams();
        try {
            if (streams != null && streams.requestBody() && upgrade == null) {
                fetch(streams);
            } else {
                ask(body.hasRemaining() ? new ByteBufferRequestContent((String) null, body.duplicate()) : null);
            }
        } catch (IOException | RuntimeException e) {
            broken(e);
        }
    }

    /** The request's body comes from the node as it comes there. */
    private void fetch(BodyStreams streams) throws IOException {
        Request request = door.request(toNode, "GET", order.orderId(), streams);
        request.onResponseContentSource((fromNode, source) -> {
            if (fromNode.getStatus() == 200) {
                StreamedContent fetched = StreamedContent.toUpstream(source, ForwardedRequest.length(order), fromNode);
                upload = fetched;
                ask(fetched);
            } else {
                source.fail(new IOException("the node answered " + fromNode.getStatus()));
            }
        });
        send(request, result -> {
            StreamedContent fetched = upload;
            if (fetched != null && fetched.isGivenUp()) {
                // The upstream takes no more of it: what came of asking says why.
                return;
            }
            if (fetched == null) {
                neverAsked(result);
            } else if (result.isFailed()) {
                failed("the request's body was cut off: ", result.getFailure());
            }
        });
    }

    /** Nothing came to the upstream, and it is not to blame. */
    private void neverAsked(Result result) {
        String why = result.isFailed()
                ? UpstreamFailure.reason(result.getFailure())
                : "the node answered " + result.getResponse().getStatus();
        finish(
                reply(new WorkFailure("agent-lost", "the request's body did not come to the agent: " + why), 0),
                ReplyBody.EMPTY);
    }

    private void ask(Request.@Nullable Content content) {
        Request request = ForwardedRequest.of(toUpstream, order, upstream);
        if (content instanceof StreamedContent streamed) {
            streamed.of(request);
        } else {
            request.body(content);
        }
        if (upgrade != null) {
            request.headers(headers -> headers.put("Upgrade", upgrade).put("Connection", "Upgrade"));
        }
        request.onResponseContentSource(this::answered);
        send(request, result -> {
            if (result.isFailed()) {
                askFailed(content, result.getFailure());
            } else if (result.getResponse().getStatus() == SWITCHING) {
                upgraded(result);
            }
        });
    }

    /** A connection that was kept may be closed just as it is used again. */
    private void askFailed(Request.@Nullable Content content, Throwable cause) {
        boolean again;
        synchronized (this) {
            again = !over
                    && !triedAgain
                    && head == null
                    && HARMLESS_TWICE.contains(order.method())
                    && UpstreamFailure.closed(cause)
                    && !(content instanceof StreamedContent);
            triedAgain = true;
        }
        if (again) {
            ask(body.hasRemaining() ? new ByteBufferRequestContent((String) null, body.duplicate()) : null);
        } else {
            broken(cause);
        }
    }

    private void send(Request request, Response.CompleteListener whenComplete) {
        synchronized (this) {
            if (over) {
                return;
            }
            open.add(request);
        }
        request.send(result -> {
            synchronized (this) {
                open.remove(request);
            }
            whenComplete.onComplete(result);
        });
    }

    /** From now on bytes go both ways as they come. */
    private void upgraded(Result result) {
        try {
            UpgradedConnection connection = UpgradedConnection.of(result, toUpstream);
            Response from = result.getResponse();
            List<HeaderField> headers = headers(from);
            headers.add(new HeaderField("Upgrade", from.getHeaders().get("Upgrade")));
            boolean late;
            synchronized (this) {
                late = over;
                upgraded = connection;
                firstByteMs = (System.nanoTime() - began) / 1e6;
                head = new AnswerHead(SWITCHING, "HTTP/1.1", headers);
                download = new AnswerBody(connection, MOST_WHOLE, this);
            }
            if (late) {
                connection.close();
                return;
            }
            stream();
            hear(connection, Objects.requireNonNull(order.streams()));
        } catch (IOException | RuntimeException e) {
            broken(e);
        }
    }

    /** What the caller says comes from the node as it comes there. */
    private void hear(UpgradedConnection connection, BodyStreams streams) throws IOException {
        Request request = door.request(toNode, "GET", order.orderId(), streams).idleTimeout(0, TimeUnit.MILLISECONDS);
        request.onResponseContentSource((fromNode, source) -> {
            if (fromNode.getStatus() == 200) {
                connection.take(source);
            } else {
                source.fail(new IOException("the node answered " + fromNode.getStatus()));
            }
        });
        send(request, result -> {
            if (result.isFailed() && !connection.isOutputBroken()) {
                failed("what the caller said was cut off: ", result.getFailure());
            }
        });
    }

    private List<HeaderField> headers(Response from) {
        List<HeaderField> headers = ForwardedRequest.endToEnd(from.getHeaders());
        String id = answer.upstreamReqId();
        if (id != null) {
            // An upstream may be a coordinator itself.
            headers.removeIf(header -> header.name().equalsIgnoreCase(TunnelIds.UPSTREAM_REQ_ID));
            headers.add(new HeaderField(TunnelIds.UPSTREAM_REQ_ID, id));
        }
        return headers;
    }

    private void answered(Response from, Content.Source source) {
        if (from.getStatus() == SWITCHING) {
            // It goes on when this answer is over.
            Content.Source.consumeAll(source, Callback.NOOP);
            return;
        }
        List<HeaderField> headers = headers(from);
        AnswerBody gathering = new AnswerBody(source, most(), this);
        synchronized (this) {
            firstByteMs = (System.nanoTime() - began) / 1e6;
            head = new AnswerHead(from.getStatus(), "HTTP/1.1", headers);
            response = from;
            download = gathering;
        }
        if (order.streams() != null) {
            if (ForwardedRequest.length(order, from) > MOST_BY_REPLY) {
                stream();
                return;
            }
            timer.schedule(this::stream, GATHER_MS, TimeUnit.MILLISECONDS);
        }
        gathering.gather();
    }

    @Override
    public void whole(byte[] bytes) {
        BodyStreams streams = order.streams();
        Response from = response;
        if (streams != null && from != null && from.getTrailers() != null) {
            // The reply has no place for them.
            Content.Source content = new ByteBufferContentSource(encodedHead(), ByteBuffer.wrap(bytes));
            bring(streams, content, -1, () -> bytes.length);
        } else {
            finish(reply(null, bytes.length), ReplyBody.of(bytes, bytes.length));
        }
    }

    @Override
    public void tooLong() {
        if (order.streams() == null) {
            broken(new IOException("the answer is longer than " + most() + " bytes"));
        } else {
            stream();
        }
    }

    /** Without a stream, all that the order allows. */
    private int most() {
        return order.streams() == null ? (int) Math.min(order.maxResponseBytes(), MOST_UNSTREAMED) : MOST_WHOLE;
    }

    /** It is too long, or takes too long, to go with the reply. */
    private void stream() {
        BodyStreams streams = order.streams();
        AnswerBody content;
        ByteBuffer first;
        long length;
        synchronized (this) {
            content = download;
            if (over || content == null || head == null || streams == null) {
                return;
            }
            first = encodedHead();
            length = response == null ? -1 : ForwardedRequest.length(order, response);
        }
        if (content.handOver(first)) {
            bring(streams, content, length < 0 ? -1 : first.capacity() + length, content::passed);
        }
    }

    private synchronized ByteBuffer encodedHead() {
        byte[] encoded = Wire.write(Objects.requireNonNull(head));
        return ByteBuffer.allocate(Integer.BYTES + encoded.length)
                .putInt(encoded.length)
                .put(encoded)
                .flip();
    }

    /** @param passed bytes of the body so far */
    private void bring(BodyStreams streams, Content.Source content, long length, LongSupplier passed) {
        answer.answering();
        try {
            Request request = door.request(toNode, "POST", order.orderId(), streams)
                    .idleTimeout(upgraded == null ? USUAL : 0, TimeUnit.MILLISECONDS);
            StreamedContent.toNode(content, length, response).of(request);
            send(request, result -> brought(result, passed.getAsLong()));
        } catch (IOException e) {
            failed("the answer could not be delivered: ", e);
        }
    }

    private void brought(Result result, long passed) {
        if (result.isFailed()) {
            failed("the answer could not be delivered: ", result.getFailure());
        } else if (result.getResponse().getStatus() != 200) {
            failed(
                    "the answer was not taken: ",
                    new IOException("the node answered " + result.getResponse().getStatus()));
        } else {
            finish(reply(null, passed), ReplyBody.EMPTY);
        }
    }

    private WorkReply reply(@Nullable WorkFailure failure, long size) {
        double totalMs = (System.nanoTime() - began) / 1e6;
        WorkTimings timings = new WorkTimings(0, 0, 0, firstByteMs, totalMs);
        AnswerHead known = head;
        if (failure != null || known == null) {
            WorkFailure why = failure == null ? new WorkFailure("upstream-io", "no answer") : failure;
            return WorkReply.failed(order.orderId(), why, null, timings);
        }
        return new WorkReply(
                order.orderId(),
                null,
                null,
                known.statusCode(),
                known.httpVersion(),
                known.headers(),
                false,
                size,
                timings,
                null);
    }

    @Override
    public void broken(Throwable cause) {
        finish(reply(UpstreamFailure.of(cause, upstream.url()), 0), ReplyBody.EMPTY);
    }

    private void failed(String what, Throwable cause) {
        finish(reply(new WorkFailure("upstream-io", what + UpstreamFailure.reason(cause)), 0), ReplyBody.EMPTY);
    }

    @Override
    public void cancel() {
        finish(reply(new WorkFailure("cancelled", "taken back"), 0), ReplyBody.EMPTY);
    }

    private void finish(WorkReply reply, ReplyBody replyBody) {
        List<Request> unfinished;
        UpgradedConnection connection;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            connection = upgraded;
            unfinished = List.copyOf(open);
        }
        if (reply.failure() != null) {
            // Closes their connections; those whose answer is whole end by themselves.
            unfinished.forEach(request -> request.abort(new CancellationException("given up")));
        }
        if (connection != null) {
            connection.close();
        }
        answer.done(reply, replyBody);
    }
}
