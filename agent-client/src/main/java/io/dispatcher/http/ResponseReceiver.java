package io.dispatcher.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Collects one response up to a limit, undecoded. Called by one I/O thread at a time. */
final class ResponseReceiver implements AsyncResponseConsumer<ResponseReceiver> {
    private final long limit;
    private final ReceivedBody body;
    private final Runnable onOverLimit;
    private @Nullable HttpResponse response;
    private @Nullable FutureCallback<ResponseReceiver> callback;
    private long received;
    private boolean truncated;
    private volatile boolean begun;
    private long headNanos;

    /**
     * A receiver for one request.
     *
     * @param onOverLimit called once when the body is longer than the limit; the response is then complete as it is
     */
    ResponseReceiver(long limit, BodyMemory memory, Runnable onOverLimit) {
        this.limit = limit;
        this.body = new ReceivedBody(memory);
        this.onOverLimit = onOverLimit;
    }

    @Override
    public void informationResponse(HttpResponse information, HttpContext context) {
        // 100, 102, 103: the final response is what counts, but the target has the request.
        begun = true;
    }

    @Override
    public void consumeResponse(
            HttpResponse head,
            @Nullable EntityDetails entity,
            HttpContext context,
            FutureCallback<ResponseReceiver> resultCallback) {
        headNanos = System.nanoTime();
        begun = true;
        response = head;
        callback = resultCallback;
        if (entity == null) {
            resultCallback.completed(this);
        } else {
            body.expect(Math.min(entity.getContentLength(), limit));
        }
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer data) throws IOException {
        if (truncated) {
            data.position(data.limit());
            return;
        }
        int count = data.remaining();
        received += count;
        long room = limit - body.size();
        if (count <= room) {
            body.append(data);
            return;
        }
        body.append(data.slice(data.position(), (int) room));
        data.position(data.limit());
        truncated = true;
        onOverLimit.run();
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        FutureCallback<ResponseReceiver> result = callback;
        if (result != null) {
            result.completed(this);
        }
    }

    @Override
    public void failed(Exception cause) {
        // The client's own callback says the same.
    }

    @Override
    public void releaseResources() {
        callback = null;
    }

    /** True once the target has answered anything. */
    boolean begun() {
        return begun;
    }

    @Nullable
    HttpResponse response() {
        return response;
    }

    ReceivedBody body() {
        return body;
    }

    long received() {
        return received;
    }

    boolean truncated() {
        return truncated;
    }

    long headNanos() {
        return headNanos;
    }
}
