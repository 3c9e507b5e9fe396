package io.dispatcher.tunnel;

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

/** Gives an upstream's answer to its exchange as it comes. */
final class AnswerReceiver implements AsyncResponseConsumer<Void> {
    private final UpstreamExchange exchange;
    private @Nullable FutureCallback<Void> result;

    AnswerReceiver(UpstreamExchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void consumeResponse(
            HttpResponse response, @Nullable EntityDetails entity, HttpContext context, FutureCallback<Void> callback) {
        result = callback;
        exchange.head(response, entity);
        if (entity == null) {
            exchange.complete();
            callback.completed(null);
        }
    }

    @Override
    public void informationResponse(HttpResponse response, HttpContext context) {
        // Hints of one hop.
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws IOException {
        exchange.download().capacity(channel);
    }

    @Override
    public void consume(ByteBuffer bytes) throws IOException {
        exchange.download().take(bytes);
        exchange.gathered();
    }

    @Override
    public void streamEnd(@Nullable List<? extends Header> trailers) {
        exchange.ended(trailers);
        if (result != null) {
            result.completed(null);
        }
    }

    @Override
    public void failed(Exception cause) {
        exchange.broken(cause);
    }

    @Override
    public void releaseResources() {
        // The exchange's.
    }
}
