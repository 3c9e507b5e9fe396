package io.dispatcher.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Collects one response up to a limit. Called by one I/O thread at a time. */
final class ResponseReceiver implements AsyncResponseConsumer<ResponseReceiver> {
    private static final int FIRST_BYTES = 1024;
    private static final byte[] NOTHING = new byte[0];

    private final long limit;
    private final Runnable onOverLimit;
    private @Nullable HttpResponse response;
    private @Nullable FutureCallback<ResponseReceiver> callback;
    private byte[] bytes = NOTHING;
    private int length;
    private long received;
    private boolean truncated;
    private long firstByteNanos;

    /**
     * A receiver for one exchange.
     *
     * @param onOverLimit called once when the body is longer than the limit; the response is then complete as it is
     */
    ResponseReceiver(long limit, Runnable onOverLimit) {
        this.limit = limit;
        this.onOverLimit = onOverLimit;
    }

    @Override
    public void informationResponse(HttpResponse information, HttpContext context) {
        // 100, 102, 103: the final response is what counts.
    }

    @Override
    public void consumeResponse(
            HttpResponse head,
            @Nullable EntityDetails entity,
            HttpContext context,
            FutureCallback<ResponseReceiver> resultCallback) {
        firstByteNanos = System.nanoTime();
        response = head;
        callback = resultCallback;
        if (entity == null) {
            resultCallback.completed(this);
        } else if (entity.getContentLength() > 0) {
            bytes = new byte[(int) Math.min(entity.getContentLength(), Math.min(limit, 64 * 1024))];
        }
    }

    @Override
    public void updateCapacity(CapacityChannel capacity) throws IOException {
        capacity.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer data) {
        int count = data.remaining();
        received += count;
        int wanted = (int) Math.min(count, limit - length);
        if (wanted > 0) {
            reserve(length + wanted);
            data.get(bytes, length, wanted);
            length += wanted;
        }
        data.position(data.limit());
        if (wanted < count && !truncated) {
            truncated = true;
            onOverLimit.run();
        }
    }

    private void reserve(int capacity) {
        if (capacity > bytes.length) {
            int grown = (int) Math.min(Math.max(limit, capacity), Math.max(FIRST_BYTES, 2L * bytes.length));
            bytes = Arrays.copyOf(bytes, Math.max(capacity, grown));
        }
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

    @Nullable
    HttpResponse response() {
        return response;
    }

    ByteBuffer body() {
        return ByteBuffer.wrap(bytes, 0, length);
    }

    long received() {
        return received;
    }

    boolean truncated() {
        return truncated;
    }

    long firstByteNanos() {
        return firstByteNanos;
    }
}
