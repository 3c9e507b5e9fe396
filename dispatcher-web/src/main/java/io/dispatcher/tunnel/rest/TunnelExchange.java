package io.dispatcher.tunnel.rest;

import io.dispatcher.dispatch.Dispatch;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.Outcome;
import io.dispatcher.protocol.AnswerHead;
import io.dispatcher.protocol.BodyStreams;
import io.dispatcher.protocol.Frame;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.TunnelIds;
import io.dispatcher.security.Caller;
import io.dispatcher.tunnel.CallerIds;
import io.dispatcher.tunnel.TunnelRequest;
import io.dispatcher.web.Problems;
import io.dispatcher.web.exchange.ContainerChannel;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request at the door. Short bodies go with order and reply; of any other the agent opens a stream, and both ends' connections are joined.
 * Thread-safe once begun.
 */
final class TunnelExchange implements CallerAnswer.Exchange {
    private static final System.Logger LOG = System.getLogger(TunnelExchange.class.getName());
    private static final int MOST_INLINE = Frame.MAX_DATA_BYTES;
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS", "DELETE", "TRACE");

    private final TunnelParts parts;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Caller caller;
    private final CallerAnswer answer;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<@Nullable Runnable> whenOver = new AtomicReference<>();
    /** The caller of a request for another protocol. */
    private volatile @Nullable UpgradedCaller changing;

    private volatile @Nullable Upload upload;
    private volatile @Nullable Dispatch dispatch;
    /** An agent brings the answer, perhaps before this thread knows what it dispatched. */
    private volatile boolean answering;

    private volatile @Nullable String token;
    private @Nullable CallerIds ids;

    TunnelExchange(TunnelParts parts, HttpServletRequest request, HttpServletResponse response, Caller caller) {
        this.parts = parts;
        this.request = request;
        this.response = response;
        this.caller = caller;
        this.answer = new CallerAnswer(request, response, parts.trace().added(), this);
    }

    // What the caller asks

    void begin(String upstream, String target) throws IOException {
        TunnelRequest asked = asked(upstream, target);
        if (asked.upgrade() != null) {
            shakeHands(asked);
            return;
        }
        answer.startAsync();
        if (!identified(asked)) {
            return;
        }
        long length = request.getContentLengthLong();
        if (length > MOST_INLINE || length < 0 && isOpenEnded()) {
            upload = parts.uploads().admit(request);
            if (upload == null) {
                problem(new Failure(FailureType.UNAVAILABLE, "too many bodies are on their way"));
            } else {
                dispatch(asked, new byte[0], true);
            }
        } else if (length <= 0) {
            dispatch(asked, new byte[0], false);
        } else {
            whole((int) length, body -> dispatch(asked, body, false));
        }
    }

    private TunnelRequest asked(String upstream, String target) {
        List<HeaderField> headers = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
            if (name.equalsIgnoreCase("x-demo-token")) {
                continue; // between the caller and us
            }
            if (name.equalsIgnoreCase("upgrade") && !request.getProtocol().equals("HTTP/1.1")) {
                continue;
            }
            for (String value : Collections.list(request.getHeaders(name))) {
                headers.add(new HeaderField(name, value));
            }
        }
        return new TunnelRequest(
                upstream, request.getMethod(), target, headers, request.getRemoteAddr(), request.getScheme());
    }

    private boolean identified(TunnelRequest asked) {
        try {
            ids = CallerIds.of(asked.headers(), caller.name());
            return true;
        } catch (InvalidRequestException e) {
            problem(e.failure());
            return false;
        }
    }

    /** A connection changes its protocol only in the container's thread: that one waits until it is known. */
    private void shakeHands(TunnelRequest asked) throws IOException {
        if (!parts.handshakes().begin()) {
            Problems.write(response, new Failure(FailureType.UNAVAILABLE, "too many upgrades are under way"), null);
            return;
        }
        changing = new UpgradedCaller();
        answer.beginHandshake();
        try {
            if (identified(asked)) {
                dispatch(asked, new byte[0], true);
            }
            answer.awaitHandshake();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callerGone();
        } finally {
            parts.handshakes().end();
        }
    }

    /** Without a length there is a body if it is chunked; over HTTP/2 only its end says whether there was one. */
    private boolean isOpenEnded() {
        return request.getHeader("Transfer-Encoding") != null
                || request.getProtocol().startsWith("HTTP/2") && !BODILESS.contains(request.getMethod());
    }

    private void whole(int length, Consumer<byte[]> then) throws IOException {
        ServletInputStream in = request.getInputStream();
        if (in.available() >= length) {
            then.accept(in.readNBytes(length));
            return;
        }
        in.setReadListener(new ReadListener() {
            private final byte[] body = new byte[length];
            private int have;

            @Override
            public void onDataAvailable() throws IOException {
                while (have < length && in.isReady()) {
                    int read = in.read(body, have, length - have);
                    if (read < 0) {
                        return;
                    }
                    have += read;
                }
            }

            @Override
            public void onAllDataRead() {
                if (have == length) {
                    then.accept(body);
                } else {
                    onError(new IOException("the body was cut off"));
                }
            }

            @Override
            public void onError(Throwable cause) {
                problem(new Failure(FailureType.INVALID_REQUEST, "the body was cut off"));
            }
        });
    }

    private void dispatch(TunnelRequest asked, byte[] body, boolean streamed) {
        String opened = parts.streams().open(this);
        token = opened;
        ExecuteRequest order;
        try {
            order = asked.order(
                    parts.waits(),
                    parts.trace(),
                    Objects.requireNonNull(ids),
                    body,
                    new BodyStreams(opened, parts.ownUrl(), streamed));
        } catch (InvalidRequestException e) {
            problem(e.failure());
            return;
        }
        Dispatch begun = parts.dispatcher().dispatch(order, DispatchKind.TUNNEL, caller.name(), null, this::ended);
        dispatch = begun;
        if (answering) {
            parts.dispatcher().answering(begun.id());
        }
        if (!streamed || answer.isHandshake()) {
            watchCaller();
        }
    }

    /** Nothing of its request is read any more: that it has gone is not heard of otherwise. */
    private void watchCaller() {
        Runnable unwatch = parts.callers().watch(request, answer::isTaken, this::callerGone);
        whenOver.set(unwatch);
        if (over.get()) {
            unwatch.run();
        }
    }

    private void callerGone() {
        Dispatch begun = dispatch;
        if (begun != null) {
            parts.dispatcher().cancel(begun.id(), "the caller went away");
        }
        end();
    }

    // What the agent does

    /** The agent fetches the body of the request. */
    void sendBody(HttpServletRequest fromAgent, HttpServletResponse toAgent) throws IOException {
        Upload body = upload;
        UpgradedCaller upgraded = changing;
        if (body == null && upgraded == null || over.get()) {
            gone(toAgent);
            return;
        }
        toAgent.setStatus(HttpServletResponse.SC_OK);
        toAgent.setContentType("application/octet-stream");
        if (body != null) {
            Trailers.announce(toAgent, fromAgent, () -> {
                Map<String, String> trailers = Trailers.of(request);
                trailers.put(BodyStreams.BYTES, Long.toString(body.bytes()));
                return trailers;
            });
        }
        ServletOutputStream out = toAgent.getOutputStream();
        AsyncContext agent = fromAgent.startAsync();
        agent.setTimeout(0);
        Runnable closed = parts.moving().open();
        Transfer.Ends ends = new Transfer.Ends() {
            @Override
            public void complete(long bytes) {
                closed.run();
                agent.complete();
                Dispatch begun = dispatch;
                if (begun != null) {
                    parts.dispatcher().bodyPassed(begun.id(), bytes);
                }
                if (body != null) {
                    watchCaller();
                }
            }

            @Override
            public void sourceBroken(Throwable cause) {
                if (body != null) {
                    // The caller is answered first: the agent, cut off, would say that the upstream broke.
                    bodyBroken();
                    ContainerChannel.cut(fromAgent);
                }
                closed.run();
                agent.complete();
            }

            @Override
            public void sinkBroken(Throwable cause) {
                // An upstream that has heard enough, or an agent that is lost: the outcome says it.
                closed.run();
                agent.complete();
            }
        };
        boolean moves = upgraded == null ? Objects.requireNonNull(body).moveTo(out, ends) : upgraded.moveTo(out, ends);
        if (!moves) {
            closed.run();
            gone(toAgent);
            agent.complete();
        }
    }

    private static void gone(HttpServletResponse toAgent) throws IOException {
        toAgent.setHeader("Connection", "close");
        Problems.write(toAgent, new Failure(FailureType.NOT_FOUND, "The body was fetched before."), null);
    }

    private void bodyBroken() {
        // First, or the answer would be that it was cancelled.
        problem(new Failure(FailureType.INVALID_REQUEST, "the body broke off, or stopped coming"));
        Dispatch begun = dispatch;
        if (begun != null) {
            parts.dispatcher().cancel(begun.id(), "the caller's body broke off");
        }
    }

    /** The agent brings the answer. */
    void takeAnswer(HttpServletRequest fromAgent, HttpServletResponse toAgent) throws IOException {
        toAgent.setStatus(HttpServletResponse.SC_OK);
        AsyncContext agent = fromAgent.startAsync();
        agent.setTimeout(0);
        answering = true;
        Dispatch begun = dispatch;
        if (begun != null) {
            parts.dispatcher().answering(begun.id());
        }
        Runnable closed = parts.moving().open();
        if (fromAgent.getContentLengthLong() < LongAnswer.FROM
                || !parts.downloads().run(new LongAnswer(fromAgent, toAgent, agent, closed, this::answered))) {
            ServletInputStream in = fromAgent.getInputStream();
            in.setReadListener(new AnswerReader(in, fromAgent, toAgent, agent, closed, this::answered));
        }
    }

    private void answered(AnswerHead head, IncomingAnswer incoming) {
        boolean upgrade = head.statusCode() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
        if (upgrade && !answer.isHandshake() || !answer.take() || over.get()) {
            incoming.refuse("it was answered");
        } else if (upgrade) {
            answer.upgrade(head, connection -> upgraded(connection, incoming));
        } else {
            answer.streamed(head, incoming, new Delivered(incoming));
        }
    }

    private void upgraded(WebConnection connection, IncomingAnswer incoming) throws IOException {
        Objects.requireNonNull(changing).opened(connection);
        incoming.moveTo(connection.getOutputStream(), new Delivered(incoming));
    }

    private final class Delivered implements Transfer.Ends {
        private final IncomingAnswer incoming;

        Delivered(IncomingAnswer incoming) {
            this.incoming = incoming;
        }

        @Override
        public void complete(long bytes) {
            if (!incoming.isWhole(bytes)) {
                LOG.log(Level.ERROR, "some of an answer was lost on its way from the agent");
                sourceBroken(new IOException("some of the answer was lost"));
                return;
            }
            over();
            end();
            incoming.taken();
        }

        @Override
        public void sourceBroken(Throwable cause) {
            over();
            incoming.taken();
            cut();
        }

        private void over() {
            Dispatch begun = dispatch;
            if (begun != null) {
                parts.dispatcher().answerOver(begun.id());
            }
        }

        @Override
        public void sinkBroken(Throwable cause) {
            incoming.cut();
            callerGone();
        }
    }

    // How it ends

    private void ended(Dispatch ended, Outcome outcome) {
        dispatch = ended;
        if (!answer.take()) {
            if (outcome instanceof Outcome.Failed) {
                cut();
            }
            return;
        }
        if (outcome instanceof Outcome.Answered whole) {
            answer.whole(whole.reply().statusCode(), whole.reply().headers(), whole.body());
        } else if (outcome instanceof Outcome.Failed failed) {
            answer.problem(failed.failure(), ended.id().toString());
        }
    }

    private void problem(Failure failure) {
        if (answer.take()) {
            answer.problem(failure, null);
        }
    }

    @Override
    public Map<String, String> ids() {
        Map<String, String> known = new TreeMap<>();
        CallerIds asking = ids;
        if (asking != null) {
            known.put(TunnelIds.CLIENT_REQ_ID, asking.clientReqId());
        }
        Dispatch begun = dispatch;
        if (begun != null) {
            known.put(TunnelIds.BROKER_REQ_ID, begun.id().toString());
            String upstreamReqId = begun.upstreamReqId();
            if (upstreamReqId != null) {
                known.put(TunnelIds.UPSTREAM_REQ_ID, upstreamReqId);
            }
        }
        return known;
    }

    @Override
    public boolean mayStillSend() {
        Upload body = upload;
        return body != null && !body.isOver();
    }

    @Override
    public boolean isOver() {
        return over.get();
    }

    private void cut() {
        if (!over.get()) {
            answer.cut();
        }
        end();
    }

    @Override
    public void end() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        String opened = token;
        if (opened != null) {
            parts.streams().close(opened);
        }
        Runnable action = whenOver.get();
        if (action != null) {
            action.run();
        }
        UpgradedCaller upgraded = changing;
        if (upgraded != null) {
            upgraded.close();
        }
        Upload body = upload;
        if (body == null) {
            answer.complete();
        } else {
            answer.lastChunk();
            // Not before: its thread would read on in the connection's next request.
            body.answered(answer::complete);
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {
        answer.take();
        callerGone();
    }

    @Override
    public void onStartAsync(AsyncEvent event) {}
}
