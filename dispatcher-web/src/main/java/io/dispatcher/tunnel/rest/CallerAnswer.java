package io.dispatcher.tunnel.rest;

import io.dispatcher.dispatch.Failure;
import io.dispatcher.protocol.AnswerHead;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.tunnel.ForwardedTrace;
import io.dispatcher.web.Problems;
import io.dispatcher.web.exchange.ContainerChannel;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one answer that a caller gets: whole, as it comes, a problem, or another protocol. Whoever takes it first, the outcome or the stream, has it
 * alone. Thread-safe.
 */
final class CallerAnswer {
    private static final System.Logger LOG = System.getLogger(CallerAnswer.class.getName());

    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final boolean via;
    private final Exchange exchange;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicReference<@Nullable AsyncContext> context = new AtomicReference<>();
    /** Where the container's thread waits to answer a request for another protocol; null for any other. */
    private volatile @Nullable CompletableFuture<Answering> handshake;

    /** What it is the answer of. */
    interface Exchange extends AsyncListener {
        boolean isOver();

        /** What may still come of the request's body cannot be told from the next request (RFC 9112, section 9.3). */
        boolean mayStillSend();

        /** Of each hop it came to. */
        Map<String, String> ids();

        /** The answer was written, or nobody is there to take it. */
        void end();
    }

    private interface Answering {
        void run() throws IOException;
    }

    /** @param via whether the answer tells of this hop */
    CallerAnswer(HttpServletRequest request, HttpServletResponse response, boolean via, Exchange exchange) {
        this.request = request;
        this.response = response;
        this.via = via;
        this.exchange = exchange;
        // See AsyncExchange: a missing status is made up, on another thread's heels.
        response.setStatus(HttpServletResponse.SC_OK);
    }

    /** From now on it may come from any thread. */
    void startAsync() {
        AsyncContext async = request.startAsync();
        async.setTimeout(0);
        async.addListener(exchange);
        context.set(async);
    }

    void complete() {
        AsyncContext async = context.getAndSet(null);
        if (async != null) {
            async.complete();
        }
    }

    /** @return false: somebody else answers */
    boolean take() {
        return taken.compareAndSet(false, true);
    }

    boolean isTaken() {
        return taken.get();
    }

    /** From now on the answer is given in the thread that will call {@link #awaitHandshake}: a connection changes its protocol nowhere else. */
    void beginHandshake() {
        handshake = new CompletableFuture<>();
    }

    boolean isHandshake() {
        return handshake != null;
    }

    void awaitHandshake() throws IOException, InterruptedException {
        CompletableFuture<Answering> waiting = handshake;
        if (waiting == null) {
            throw new IllegalStateException("no handshake was begun");
        }
        try {
            waiting.get().run();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
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
        } catch (IOException | RuntimeException e) {
            // Its connection is of no use: it went away, or the agent's head cannot be said in HTTP.
            LOG.log(Level.DEBUG, "the caller gets no answer", e);
            cut();
            exchange.end();
        }
    }

    private void later(Answering answering) throws IOException {
        startAsync();
        if (exchange.isOver()) {
            complete();
        } else {
            answering.run();
        }
    }

    /** All of it is there. */
    void whole(int status, List<HeaderField> headers, byte[] body) {
        answer(() -> {
            head(status, headers);
            write(body);
        });
    }

    /** Its body comes. */
    void streamed(AnswerHead head, IncomingAnswer answer, Transfer.Ends ends) {
        answer(() -> {
            if (!head(head.statusCode(), head.headers())) {
                Trailers.announce(response, request, answer::trailers);
            }
            answer.moveTo(response.getOutputStream(), ends);
        });
    }

    /** The connection goes on in another protocol. */
    void upgrade(AnswerHead head, UpgradeHandler.Then then) {
        CompletableFuture<Answering> waiting = handshake;
        if (waiting == null) {
            throw new IllegalStateException("no handshake was begun");
        }
        waiting.complete(() -> {
            head(head.statusCode(), head.headers());
            response.setHeader("Connection", "Upgrade");
            try {
                request.upgrade(UpgradeHandler.class).then(then);
            } catch (ServletException e) {
                throw new IOException(e);
            }
        });
    }

    /** @return whether its length is known */
    private boolean head(int status, List<HeaderField> headers) {
        boolean sized = false;
        response.setStatus(status);
        for (HeaderField header : headers) {
            switch (header.name().toLowerCase(Locale.ROOT)) {
                case "content-length" -> {
                    response.setContentLengthLong(Long.parseLong(header.value()));
                    sized = true;
                }
                case "content-type" -> response.setContentType(header.value());
                // The container has its own.
                case "server", "date", "upgrade" -> response.setHeader(header.name(), header.value());
                default -> response.addHeader(header.name(), header.value());
            }
        }
        if (via) {
            response.addHeader("Via", ForwardedTrace.VIA);
        }
        ofThisHop();
        return sized;
    }

    /** Stands above what an upstream says, which may be a coordinator itself. */
    private void ofThisHop() {
        exchange.ids().forEach(response::setHeader);
        if (exchange.mayStillSend() && !request.getProtocol().startsWith("HTTP/2")) {
            response.setHeader("Connection", "close");
        }
    }

    void problem(Failure failure, @Nullable String requestId) {
        answer(() -> {
            byte[] body = Problems.body(failure, requestId);
            Problems.headers(failure, requestId).forEach(response::setHeader);
            response.setStatus(failure.type().httpStatus());
            response.setContentType(Problems.MEDIA_TYPE);
            response.setContentLength(body.length);
            ofThisHop();
            write(body);
        });
    }

    private void write(byte[] body) {
        try {
            response.getOutputStream().setWriteListener(new WholeBody(response.getOutputStream(), body, exchange::end));
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "the caller went away before the answer", e);
            exchange.end();
        }
    }

    /** The caller must see that the answer is not whole. */
    void cut() {
        ContainerChannel.cut(request);
    }

    /** At once, though the request is over only when its body is. */
    void lastChunk() {
        try {
            response.getOutputStream().close();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the caller went away at the end of its answer", e);
        }
    }
}
