package io.dispatcher.tunnel.rest;

import io.dispatcher.dispatch.Dispatch;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.Dispatcher;
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
import io.dispatcher.tunnel.TunnelWaits;
import io.dispatcher.web.Problems;
import io.dispatcher.web.exchange.CallerWatch;
import io.dispatcher.web.exchange.ContainerChannel;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request at the door and its answer. Short bodies go with order and reply; of any other the agent opens a stream, and both ends' connections
 * are joined. Whoever begins the answer first, the outcome or the stream, has it alone.
 */
final class TunnelExchange {
    private static final System.Logger LOG = System.getLogger(TunnelExchange.class.getName());
    private static final int MOST_INLINE = Frame.MAX_DATA_BYTES;
    private static final Set<String> BODILESS = Set.of("GET", "HEAD", "OPTIONS", "DELETE", "TRACE");

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final Caller caller;
    private final Dispatcher dispatcher;
    private final OpenStreams streams;
    private final CallerWatch callers;
    private final Uploads uploads;
    private final Handshakes handshakes;
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicReference<@Nullable Runnable> whenOver = new AtomicReference<>();
    private final AtomicReference<@Nullable AsyncContext> context = new AtomicReference<>();
    /** Where the container's thread waits to answer a request for another protocol; null for any other. */
    private volatile @Nullable CompletableFuture<Answering> handshake;

    /** The caller of such a request. */
    private volatile @Nullable UpgradedCaller changing;

    private @Nullable String ownUrl;
    private volatile @Nullable Upload upload;
    private volatile @Nullable Dispatch dispatch;
    private volatile @Nullable String token;
    private @Nullable CallerIds ids;

    TunnelExchange(
            HttpServletRequest request,
            HttpServletResponse response,
            Caller caller,
            Dispatcher dispatcher,
            OpenStreams streams,
            CallerWatch callers,
            Uploads uploads,
            Handshakes handshakes) {
        this.request = request;
        this.response = response;
        this.caller = caller;
        this.dispatcher = dispatcher;
        this.streams = streams;
        this.callers = callers;
        this.uploads = uploads;
        this.handshakes = handshakes;
    }

    /** @param own where agents reach this node, wherever they are connected; null: only its own do */
    void begin(String upstream, String target, TunnelWaits waits, @Nullable URI own) throws IOException {
        ownUrl = own == null ? null : own.toString().replaceAll("/+$", "");
        TunnelRequest asked = asked(upstream, target);
        // See AsyncExchange: a missing status is made up, on another thread's heels.
        response.setStatus(HttpServletResponse.SC_OK);
        if (asked.upgrade() != null) {
            shakeHands(asked, waits);
            return;
        }
        startAsync();
        if (!identified(asked)) {
            return;
        }
        long length = request.getContentLengthLong();
        if (length > MOST_INLINE || length < 0 && isOpenEnded()) {
            upload = uploads.admit(request);
            if (upload == null) {
                problem(new Failure(FailureType.UNAVAILABLE, "too many bodies are on their way"), null);
            } else {
                dispatch(asked, waits, new byte[0], true);
            }
        } else if (length <= 0) {
            dispatch(asked, waits, new byte[0], false);
        } else {
            whole((int) length, body -> dispatch(asked, waits, body, false));
        }
    }

    private void startAsync() {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        async.addListener(new Ends());
        context.set(async);
    }

    private boolean identified(TunnelRequest asked) {
        try {
            ids = CallerIds.of(asked.headers(), caller.name());
            return true;
        } catch (InvalidRequestException e) {
            problem(e.failure(), null);
            return false;
        }
    }

    /** A connection changes its protocol only in the container's thread: that one waits until it is known. */
    private void shakeHands(TunnelRequest asked, TunnelWaits waits) throws IOException {
        if (!handshakes.begin()) {
            Problems.write(response, new Failure(FailureType.UNAVAILABLE, "too many upgrades are under way"), null);
            return;
        }
        CompletableFuture<Answering> waiting = new CompletableFuture<>();
        changing = new UpgradedCaller();
        handshake = waiting;
        try {
            if (identified(asked)) {
                dispatch(asked, waits, new byte[0], true);
            }
            waiting.get().run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callerGone();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            handshakes.end();
        }
    }

    /** Says it to the caller: now, or in the thread that waits to say it. */
    private void answer(Answering answering) {
        CompletableFuture<Answering> waiting = handshake;
        try {
            if (waiting == null) {
                answering.run();
            } else {
                waiting.complete(() -> later(answering));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the caller went away before the answer", e);
            end();
        }
    }

    private void later(Answering answering) throws IOException {
        startAsync();
        if (over.get()) {
            complete();
        } else {
            answering.run();
        }
    }

    private void complete() {
        AsyncContext async = context.getAndSet(null);
        if (async != null) {
            async.complete();
        }
    }

    private interface Answering {
        void run() throws IOException;
    }

    /** Without a length there is a body if it is chunked; over HTTP/2 only its end says whether there was one. */
    private boolean isOpenEnded() {
        return request.getHeader("Transfer-Encoding") != null
                || request.getProtocol().startsWith("HTTP/2") && !BODILESS.contains(request.getMethod());
    }

    private TunnelRequest asked(String upstream, String target) {
        List<HeaderField> headers = new ArrayList<>();
        for (String name : Collections.list(request.getHeaderNames())) {
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
                problem(new Failure(FailureType.INVALID_REQUEST, "the body was cut off"), null);
            }
        });
    }

    private void dispatch(TunnelRequest asked, TunnelWaits waits, byte[] body, boolean streamed) {
        String opened = streams.open(this);
        token = opened;
        ExecuteRequest order;
        try {
            order = asked.order(waits, Objects.requireNonNull(ids), body, new BodyStreams(opened, ownUrl, streamed));
        } catch (InvalidRequestException e) {
            problem(e.failure(), null);
            return;
        }
        Dispatch begun = dispatcher.dispatch(order, DispatchKind.TUNNEL, caller.name(), null, this::ended);
        dispatch = begun;
        if (!streamed || handshake != null) {
            watchCaller();
        }
    }

    /** Nothing of its request is read any more: that it has gone is not heard of otherwise. */
    private void watchCaller() {
        Runnable unwatch = callers.watch(request, answered::get, this::callerGone);
        whenOver.set(unwatch);
        if (over.get()) {
            unwatch.run();
        }
    }

    private void callerGone() {
        Dispatch begun = dispatch;
        if (begun != null) {
            dispatcher.cancel(begun.id(), "the caller went away");
        }
        end();
    }

    // The agent's side

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
        ServletOutputStream out = toAgent.getOutputStream();
        AsyncContext agent = fromAgent.startAsync();
        agent.setTimeout(0);
        Transfer.Ends ends = new Transfer.Ends() {
            @Override
            public void complete(long bytes) {
                agent.complete();
                Dispatch begun = dispatch;
                if (begun != null) {
                    dispatcher.bodyPassed(begun.id(), bytes);
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
                agent.complete();
            }

            @Override
            public void sinkBroken(Throwable cause) {
                // An upstream that has heard enough, or an agent that is lost: the outcome says it.
                agent.complete();
            }
        };
        boolean moves = upgraded == null ? Objects.requireNonNull(body).moveTo(out, ends) : upgraded.moveTo(out, ends);
        if (!moves) {
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
        problem(new Failure(FailureType.INVALID_REQUEST, "the body broke off, or stopped coming"), null);
        Dispatch begun = dispatch;
        if (begun != null) {
            dispatcher.cancel(begun.id(), "the caller's body broke off");
        }
    }

    /** The agent brings the answer. */
    void takeAnswer(HttpServletRequest fromAgent, HttpServletResponse toAgent) throws IOException {
        toAgent.setStatus(HttpServletResponse.SC_OK);
        AsyncContext agent = fromAgent.startAsync();
        agent.setTimeout(0);
        Dispatch begun = dispatch;
        if (begun != null) {
            dispatcher.answering(begun.id());
        }
        ServletInputStream in = fromAgent.getInputStream();
        in.setReadListener(new AnswerReader(in, fromAgent, toAgent, agent, this::answered));
    }

    private void answered(AnswerHead head, AnswerReader reader) {
        boolean upgrade = head.statusCode() == HttpServletResponse.SC_SWITCHING_PROTOCOLS;
        if (upgrade && handshake == null || !answered.compareAndSet(false, true) || over.get()) {
            reader.refuse("it was answered");
        } else if (upgrade) {
            Objects.requireNonNull(handshake).complete(() -> upgrade(head, reader));
        } else {
            answer(() -> {
                head(head.statusCode(), head.headers());
                reader.moveTo(response.getOutputStream(), new Delivered(reader));
            });
        }
    }

    private void upgrade(AnswerHead head, AnswerReader reader) throws IOException {
        head(head.statusCode(), head.headers());
        response.setHeader("Connection", "Upgrade");
        try {
            request.upgrade(UpgradeHandler.class).then(connection -> upgraded(connection, reader));
        } catch (ServletException e) {
            throw new IOException(e);
        }
    }

    private void upgraded(WebConnection connection, AnswerReader reader) throws IOException {
        Objects.requireNonNull(changing).opened(connection);
        reader.moveTo(connection.getOutputStream(), new Delivered(reader));
    }

    private final class Delivered implements Transfer.Ends {
        private final AnswerReader reader;

        Delivered(AnswerReader reader) {
            this.reader = reader;
        }

        @Override
        public void complete(long bytes) {
            over();
            end();
            reader.taken();
        }

        @Override
        public void sourceBroken(Throwable cause) {
            over();
            reader.taken();
            cut();
        }

        private void over() {
            Dispatch begun = dispatch;
            if (begun != null) {
                dispatcher.answerOver(begun.id());
            }
        }

        @Override
        public void sinkBroken(Throwable cause) {
            reader.cut();
            callerGone();
        }
    }

    // The caller's side

    private void ended(Dispatch ended, Outcome outcome) {
        dispatch = ended;
        if (!answered.compareAndSet(false, true)) {
            if (outcome instanceof Outcome.Failed) {
                cut();
            }
            return;
        }
        if (outcome instanceof Outcome.Answered whole) {
            answer(() -> {
                head(whole.reply().statusCode(), whole.reply().headers());
                write(whole.body());
            });
        } else if (outcome instanceof Outcome.Failed failed) {
            fail(failed.failure(), ended.id().toString());
        }
    }

    private void head(int status, List<HeaderField> headers) {
        response.setStatus(status);
        for (HeaderField header : headers) {
            switch (header.name().toLowerCase(Locale.ROOT)) {
                case "content-length" -> response.setContentLengthLong(Long.parseLong(header.value()));
                case "content-type" -> response.setContentType(header.value());
                // The container has its own.
                case "server", "date", "upgrade" -> response.setHeader(header.name(), header.value());
                default -> response.addHeader(header.name(), header.value());
            }
        }
        response.addHeader("Via", "1.1 dispatcher");
        ids();
        closeUnlessRead();
    }

    /** Those of each hop it came to. They stand above what an upstream says, which may be a coordinator itself. */
    private void ids() {
        CallerIds caller = ids;
        if (caller != null) {
            response.setHeader(TunnelIds.CLIENT_REQ_ID, caller.clientReqId());
        }
        Dispatch begun = dispatch;
        if (begun != null) {
            response.setHeader(TunnelIds.BROKER_REQ_ID, begun.id().toString());
            String upstreamReqId = begun.upstreamReqId();
            if (upstreamReqId != null) {
                response.setHeader(TunnelIds.UPSTREAM_REQ_ID, upstreamReqId);
            }
        }
    }

    /** What may still come of the request cannot be told from the next one (RFC 9112, section 9.3). */
    private void closeUnlessRead() {
        Upload body = upload;
        if (body != null && !body.isOver() && !request.getProtocol().startsWith("HTTP/2")) {
            response.setHeader("Connection", "close");
        }
    }

    private void problem(Failure failure, @Nullable String requestId) {
        if (answered.compareAndSet(false, true)) {
            fail(failure, requestId);
        }
    }

    private void fail(Failure failure, @Nullable String requestId) {
        answer(() -> say(failure, requestId));
    }

    private void say(Failure failure, @Nullable String requestId) {
        byte[] body = Problems.body(failure, requestId);
        Problems.headers(failure, requestId).forEach(response::setHeader);
        ids();
        response.setStatus(failure.type().httpStatus());
        response.setContentType(Problems.MEDIA_TYPE);
        response.setContentLength(body.length);
        closeUnlessRead();
        write(body);
    }

    private void write(byte[] body) {
        try {
            response.getOutputStream().setWriteListener(new WholeBody(response.getOutputStream(), body, this::end));
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "the caller went away before the answer", e);
            end();
        }
    }

    /** The caller must see that the answer is not whole. */
    private void cut() {
        if (!over.get()) {
            ContainerChannel.cut(request);
        }
        end();
    }

    private void end() {
        if (!over.compareAndSet(false, true)) {
            return;
        }
        String opened = token;
        if (opened != null) {
            streams.close(opened);
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
            complete();
        } else {
            lastChunk();
            // Not before: its thread would read on in the connection's next request.
            body.answered(this::complete);
        }
    }

    /** At once, though the request is over only when its body is. */
    private void lastChunk() {
        try {
            response.getOutputStream().close();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the caller went away at the end of its answer", e);
        }
    }

    private final class Ends implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {}

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {
            answered.set(true);
            callerGone();
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
