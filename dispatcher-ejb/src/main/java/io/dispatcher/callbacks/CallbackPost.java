package io.dispatcher.callbacks;

import io.dispatcher.protocol.egress.EgressPolicy;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;

/**
 * One try: a signed POST over a connection of its own, to an address that the egress policy allows at that moment. No redirect is followed and no
 * answer read beyond its head. Blocks for 10 s at most, and for as long as the machine's resolver takes. Thread-safe.
 */
final class CallbackPost implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int REASON_CHARACTERS = 300;

    private final WebhookSecret secret;
    private final InstantSource clock;
    private final CloseableHttpClient client;
    private final ScheduledExecutorService limits;

    /** @param connections at a time */
    CallbackPost(WebhookSecret secret, EgressPolicy policy, InstantSource clock, int connections) {
        this.secret = secret;
        this.clock = clock;
        this.client = client(policy, connections);
        this.limits = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dispatcher-callback-limit");
            thread.setDaemon(true);
            return thread;
        });
    }

    private static CloseableHttpClient client(EgressPolicy policy, int connections) {
        Timeout limit = Timeout.of(LIMIT);
        PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
                .setDnsResolver(new AllowedAddresses(policy))
                .setMaxConnTotal(connections)
                .setMaxConnPerRoute(connections)
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(limit)
                        .setSocketTimeout(limit)
                        .build())
                .build();
        return HttpClients.custom()
                .setConnectionManager(pool)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(limit)
                        .setResponseTimeout(limit)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("dispatcher")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** @throws IllegalStateException if this is closed: nothing can be said of the receiver */
    Attempt post(Callback callback) {
        HttpPost request = request(callback);
        ScheduledFuture<?> limit = limits.schedule(request::cancel, LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        try {
            Attempt answered = answered(client.executeOpen(null, request, null));
            // The body may have no end: the connection is given up with it, which a close would read to its end first.
            request.cancel();
            return answered;
        } catch (AllowedAddresses.RefusedException e) {
            return new Attempt.Refused(String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            return new Attempt.Failed("the name " + callback.url().getHost() + " has no address");
        } catch (IllegalArgumentException e) {
            return new Attempt.Failed("the client cannot use its URL: " + e.getMessage());
        } catch (IOException e) {
            return new Attempt.Failed(
                    request.isCancelled() ? "no answer within " + LIMIT.toSeconds() + " s" : shortened(e));
        } finally {
            limit.cancel(false);
        }
    }

    private Attempt answered(ClassicHttpResponse response) {
        Header after = response.getFirstHeader("Retry-After");
        return new Attempt.Answered(
                response.getCode(),
                after == null ? null : RetryAfter.parse(String.valueOf(after.getValue()), clock.instant()));
    }

    private HttpPost request(Callback callback) {
        long now = clock.instant().getEpochSecond();
        HttpPost request = new HttpPost(callback.url());
        request.setEntity(new ByteArrayEntity(callback.body(), ContentType.APPLICATION_JSON));
        request.setHeader("webhook-id", callback.requestId());
        request.setHeader("webhook-timestamp", Long.toString(now));
        request.setHeader("webhook-signature", secret.signature(callback.requestId(), now, callback.body()));
        return request;
    }

    private static String shortened(IOException e) {
        String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
        return reason.length() <= REASON_CHARACTERS ? reason : reason.substring(0, REASON_CHARACTERS) + "…";
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        limits.shutdownNow();
        client.close(CloseMode.IMMEDIATE);
    }
}
