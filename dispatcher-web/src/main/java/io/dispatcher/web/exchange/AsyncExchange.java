package io.dispatcher.web.exchange;

import io.dispatcher.dispatch.BodyRoom;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.web.Problems;
import io.dispatcher.web.SecurityFilter;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One asynchronous request and answer: reads a bounded body and writes the answer without a thread waiting on the client. The answer may come
 * from any thread, once.
 */
public final class AsyncExchange {
    private static final System.Logger LOG = System.getLogger(AsyncExchange.class.getName());

    private final AsyncContext context;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final BodyLimits limits;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicBoolean completed = new AtomicBoolean();
    private final RequestRoom room;
    private volatile BodyRoom.@Nullable Place made;
    private volatile Runnable unwatch = () -> {};
    private volatile @Nullable Runnable whenGone;
    private volatile @Nullable Runnable whenOver;
    private volatile @Nullable String about;

    private AsyncExchange(HttpServletRequest request, HttpServletResponse response, BodyLimits limits) {
        this.request = request;
        this.response = response;
        this.limits = limits;
        this.room = new RequestRoom(limits.requests());
        // Grizzly 4 makes up a missing status when it is first asked for, and the container asks as this thread
        // returns:
        // that 200 would now and then overwrite what another thread has just set.
        response.setStatus(HttpServletResponse.SC_OK);
        this.context = request.startAsync();
        // Every dispatch has a deadline of its own.
        context.setTimeout(0);
        context.addListener(new Ends());
    }

    /** Of a request whose body nobody wants. */
    public static AsyncExchange begin(HttpServletRequest request, HttpServletResponse response, BodyLimits limits) {
        return new AsyncExchange(request, response, limits);
    }

    /** The same of a request that has no body: one is answered with 413. */
    public static void startWithout(
            HttpServletRequest request, HttpServletResponse response, BodyLimits limits, Body then) throws IOException {
        start(request, response, limits, 0, then);
    }

    /**
     * Starts reading; {@code then} gets the whole body. A body over the limit is answered with 413, one there is no memory for with 429. A large one
     * has its room until the exchange is over.
     */
    public static void start(
            HttpServletRequest request, HttpServletResponse response, BodyLimits limits, int maxBody, Body then)
            throws IOException {
        AsyncExchange exchange = new AsyncExchange(request, response, limits);
        if (request.getContentLengthLong() > maxBody) {
            exchange.refuseTooLarge(maxBody);
            return;
        }
        ServletInputStream in = request.getInputStream();
        int length = request.getContentLength();
        if (length > BodyReader.SMALL && !exchange.takeRoom(length)) {
            return;
        }
        if (length >= 0 && in.available() >= length) {
            // All of it came with the headers, as nearly always: no listener for what needs no waiting.
            then.complete(exchange, in.readNBytes(length));
        } else {
            new BodyReader(exchange, in, maxBody, then).start(limits.rate());
        }
    }

    /** @return false if there is no room for so much of the body, which is answered so */
    boolean takeRoom(long bytes) {
        boolean taken = room.take(bytes);
        if (!taken) {
            refuse(FailureType.RATE_LIMITED, "large requests in flight take all memory they may");
        }
        return taken;
    }

    void refuseTooLarge(int maxBody) {
        refuse(FailureType.PAYLOAD_TOO_LARGE, "the body is larger than " + maxBody + " bytes");
    }

    /** The rest of the request's body is not read. */
    void refuse(FailureType type, String why) {
        if (!over.get()) {
            response.setHeader("Connection", "close");
            problem(new Failure(type, why), null);
        }
    }

    /** @param end ends looking after the body that passes now; run when it has passed */
    void watched(Runnable end) {
        Runnable before = unwatch;
        unwatch = end;
        before.run();
    }

    public HttpServletRequest request() {
        return request;
    }

    public HttpServletResponse response() {
        return response;
    }

    /** {@code Prefer: respond-async} (RFC 7240, section 4.1). */
    public boolean prefersAsync() {
        return Collections.list(request.getHeaders("Prefer")).stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .map(preference -> preference.split(";", 2)[0].strip())
                .anyMatch("respond-async"::equalsIgnoreCase);
    }

    /** True once it is being answered. */
    public boolean over() {
        return over.get();
    }

    /** What to do if the client goes away before the answer. */
    public void whenGone(Runnable action) {
        whenGone = action;
    }

    /** What to do when it is over, however it ends; at once if it is. May run twice. */
    public void whenOver(Runnable action) {
        whenOver = action;
        if (over.get()) {
            action.run();
        }
    }

    /** @return false if it was over before */
    private boolean end() {
        if (!over.compareAndSet(false, true)) {
            return false;
        }
        watched(() -> {});
        room.leave();
        Runnable action = whenOver;
        if (action != null) {
            action.run();
        }
        return true;
    }

    /** Ends an answer that is being written, and its connection; nothing once it is complete: the connection may be another request's then. */
    void cutOff() {
        if (completed.compareAndSet(false, true)) {
            ContainerChannel.cut(request);
            context.complete();
        }
    }

    /** The container may complete it too, when the connection breaks. */
    void complete() {
        if (completed.compareAndSet(false, true)) {
            context.complete();
        }
    }

    /** The dispatch it is about, for the access log. */
    public void about(String dispatchId) {
        about = dispatchId;
    }

    public void problem(Failure failure, @Nullable String requestId) {
        if (requestId != null) {
            about = requestId;
        }
        Problems.headers(failure, requestId).forEach(response::setHeader);
        answer(failure.type().httpStatus(), Problems.MEDIA_TYPE, Problems.body(failure, requestId));
    }

    public void answer(int status, String contentType, byte[] body) {
        if (!end()) {
            return;
        }
        try {
            if (about != null) {
                request.setAttribute(SecurityFilter.REQUEST_ID, about);
            }
            response.setStatus(status);
            response.setContentType(contentType);
            response.setContentLength(body.length);
            new BodyWriter(this, response.getOutputStream(), body).start(limits.rate());
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "client went away before the answer", e);
            complete();
        }
    }

    /** The same with one that was made for this exchange: a large one has its room until the last of it is written. */
    public void answerMade(int status, String contentType, byte[] body) {
        BodyRoom.Place taken = limits.answers().occupy(body.length);
        made = taken;
        answer(status, contentType, body);
        if (completed.get()) {
            taken.leave();
        }
    }

    /** An answer that has no body, whatever its length would be. */
    public void answerWithout(int status) {
        if (end()) {
            response.setStatus(status);
            complete();
        }
    }

    /**
     * Gives no answer at all: the connection ends.
     *
     * @see ContainerChannel#breakOff
     */
    public void breakOff(byte[] last, boolean orderly) {
        if (over.get()) {
            return;
        }
        if (!ContainerChannel.breakOff(request, last, orderly)) {
            problem(new Failure(FailureType.INTERNAL, "this connection cannot be broken off"), null);
        } else if (end()) {
            complete();
        }
    }

    /**
     * Answers in drops.
     *
     * @return writes the next drop when it is run; null if it was over before
     */
    public @Nullable Runnable drip(int status, String contentType, byte[] body, int drops) {
        if (!end()) {
            return null;
        }
        try {
            response.setStatus(status);
            response.setContentType(contentType);
            response.setContentLength(body.length);
            Drip drip = new Drip(response.getOutputStream(), body, drops, this::complete);
            drip.start();
            return drip::next;
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "client went away before the answer", e);
            complete();
            return null;
        }
    }

    /**
     * Begins an answer whose end is not known.
     *
     * @return null if it was over before
     */
    public @Nullable EventStream stream(EventFormat format) {
        if (over.get()) {
            return null;
        }
        response.setStatus(HttpServletResponse.SC_OK);
        response.setContentType(format.mediaType());
        // For proxies that would gather it.
        response.setHeader("X-Accel-Buffering", "no");
        try {
            EventStream stream = new EventStream(format, response.getOutputStream(), this::streamed);
            stream.start();
            return stream;
        } catch (IOException | IllegalStateException e) {
            LOG.log(Level.DEBUG, "client went away before the answer", e);
            streamed();
            return null;
        }
    }

    private void streamed() {
        if (end()) {
            complete();
        }
    }

    /** Takes the body when it is complete. */
    @FunctionalInterface
    public interface Body {
        void complete(AsyncExchange exchange, byte[] body);
    }

    private final class Ends implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            completed.set(true);
            end();
            watched(() -> {});
            BodyRoom.Place taken = made;
            if (taken != null) {
                taken.leave();
            }
        }

        @Override
        public void onTimeout(AsyncEvent event) {}

        @Override
        public void onError(AsyncEvent event) {
            Runnable action = whenGone;
            if (end() && action != null) {
                action.run();
            }
        }

        @Override
        public void onStartAsync(AsyncEvent event) {}
    }
}
