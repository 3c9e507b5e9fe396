package io.dispatcher.target;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.jspecify.annotations.Nullable;

/** What the target does not have itself is asked of a coordinator's mocks, and of nothing else there: one set of hits and states wherever a mock is called. */
final class MockPort {
    private static final int MOST_BODY = 2 * 1024 * 1024;
    private static final Duration LIMIT = Duration.ofSeconds(130);
    private static final Set<String> HOP = Set.of(
            "connection",
            "content-length",
            "expect",
            "host",
            "http2-settings",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private final HttpClient client;
    private final List<URI> coordinators;
    private final @Nullable String token;

    MockPort(List<URI> coordinators, @Nullable String token, @Nullable SSLContext tls) {
        this.coordinators = List.copyOf(coordinators);
        this.token = token;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    void answer(Exchange exchange) {
        Content.Source.asByteArrayAsync(exchange.request(), MOST_BODY).whenComplete((body, failure) -> {
            if (failure == null) {
                ask(exchange, body, 0);
            } else {
                exchange.brokenBody();
            }
        });
    }

    private void ask(Exchange exchange, byte[] body, int coordinator) {
        HttpRequest request;
        try {
            request = request(exchange, body, coordinators.get(coordinator));
        } catch (IllegalArgumentException e) {
            exchange.text(501, "this method is not implemented\n");
            return;
        }
        client.sendAsync(request, BodyHandlers.ofByteArray()).whenComplete((answer, failure) -> {
            if (failure == null) {
                pass(exchange, answer);
            } else if (unreachable(failure) && coordinator + 1 < coordinators.size()) {
                ask(exchange, body, coordinator + 1);
            } else {
                failed(exchange, failure);
            }
        });
    }

    private HttpRequest request(Exchange exchange, byte[] body, URI coordinator) {
        String target = exchange.request().getHttpURI().getPathQuery();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(coordinator + target))
                .timeout(LIMIT)
                .method(
                        exchange.request().getMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        for (HttpField field : exchange.request().getHeaders()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            boolean replaced = token != null && name.equals("authorization");
            if (!HOP.contains(name) && !replaced) {
                request.header(field.getName(), String.valueOf(field.getValue()));
            }
        }
        request.setHeader("Dispatcher-Mocks", "only");
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        return request.build();
    }

    private static void pass(Exchange exchange, HttpResponse<byte[]> answer) {
        answer.headers().map().forEach((name, values) -> {
            if (!HOP.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.response().getHeaders().put(name, values);
            }
        });
        if (exchange.request().getMethod().equals("HEAD")) {
            answer.headers()
                    .firstValueAsLong("content-length")
                    .ifPresent(length -> exchange.response().getHeaders().put("Content-Length", length));
            exchange.empty(answer.statusCode());
        } else {
            exchange.bytes(answer.statusCode(), null, answer.body());
        }
    }

    private static boolean unreachable(Throwable failure) {
        return cause(failure) instanceof ConnectException;
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** A connection that a mock broke breaks here too. */
    private static void failed(Exchange exchange, Throwable failure) {
        boolean broken = cause(failure) instanceof IOException && !unreachable(failure);
        if (broken
                && !exchange.request().getConnectionMetaData().getHttpVersion().is("HTTP/2.0")) {
            exchange.request()
                    .getConnectionMetaData()
                    .getConnection()
                    .getEndPoint()
                    .close();
            exchange.callback().failed(cause(failure));
        } else {
            exchange.text(502, "the coordinator of the mocks does not answer\n");
        }
    }
}
