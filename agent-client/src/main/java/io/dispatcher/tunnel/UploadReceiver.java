package io.dispatcher.tunnel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** Gives a request's body, which a node sends, to the upstream as it comes. */
final class UploadReceiver implements AsyncResponseConsumer<Void> {
    private final Pipe pipe;
    private @Nullable FutureCallback<Void> result;

    UploadReceiver(Pipe pipe) {
        this.pipe = pipe;
    }

    @Override
    public void consumeResponse(
            HttpResponse response, @Nullable EntityDetails entity, HttpContext context, FutureCallback<Void> callback)
            throws HttpException {
        if (response.getCode() != 200) {
            throw new HttpException("the node answered " + response.getCode());
        }
        result = callback;
        if (entity == null) {
            streamEnd(null);
        }
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
        // None are sent.
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        pipe.capacity(channel);
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        pipe.take(bytes);
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        pipe.end(trailers);
        if (result != null) {
            result.completed(null);
        }
    }

    @Override
    public void failed(Exception cause) {
        // The call's callback tells.
    }

    @Override
    public void releaseResources() {
        // The exchange's.
    }
}
