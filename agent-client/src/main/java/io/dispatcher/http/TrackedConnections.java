package io.dispatcher.http;

import java.util.concurrent.Future;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManager;
import org.apache.hc.client5.http.nio.AsyncClientConnectionOperator;
import org.apache.hc.client5.http.nio.AsyncConnectionEndpoint;
import org.apache.hc.core5.concurrent.CallbackContribution;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The pool, which tells a {@link HopCall} its connection, so that it can really close it: cancelling the client's future is lost when it
 * comes while a connection is being made, and ignored once a 4xx or 5xx head was read. The call travels as the client's connection
 * state, which means nothing to this pool.
 */
final class TrackedConnections extends PoolingAsyncClientConnectionManager {
    TrackedConnections(AsyncClientConnectionOperator operator) {
        super(operator, PoolConcurrencyPolicy.STRICT, PoolReusePolicy.LIFO, TimeValue.NEG_ONE_MILLISECOND, false);
    }

    @Override
    public Future<AsyncConnectionEndpoint> lease(
            String id,
            HttpRoute route,
            @Nullable Object state,
            Timeout timeout,
            FutureCallback<AsyncConnectionEndpoint> callback) {
        if (!(state instanceof HopCall call)) {
            return super.lease(id, route, null, timeout, callback);
        }
        return super.lease(id, route, null, timeout, new CallbackContribution<>(callback) {
            @Override
            public void completed(AsyncConnectionEndpoint endpoint) {
                call.leased(endpoint);
                callback.completed(endpoint);
            }
        });
    }

    @Override
    public void release(AsyncConnectionEndpoint endpoint, @Nullable Object state, TimeValue keepAlive) {
        super.release(endpoint, null, keepAlive);
    }
}
