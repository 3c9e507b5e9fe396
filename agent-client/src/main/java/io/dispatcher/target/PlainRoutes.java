package io.dispatcher.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletionException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.InputStreamContentSource;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** The routes that answer at once. */
final class PlainRoutes {
    // Held in memory until it is whole: a client that sends everything before it reads would otherwise block us both.
    private static final int MAX_ECHO_BYTES = 16 * 1024 * 1024;
    private static final long MAX_RANDOM_BYTES = 64L * 1024 * 1024;
    private static final long MAX_REDIRECTS = 50;

    private final byte[] page = resource("test.html");

    private static byte[] resource(String name) {
        try (@Nullable InputStream in = PlainRoutes.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void hello(Exchange exchange) {
        exchange.text(200, "Hello from the Dispatcher target\n");
    }

    void page(Exchange exchange) {
        exchange.bytes(200, "text/html; charset=utf-8", page);
    }

    void echo(Exchange exchange) {
        exchange.text(200, exchange.rest());
    }

    void userAgent(Exchange exchange) {
        String agent = exchange.request().getHeaders().get(HttpHeader.USER_AGENT);
        exchange.text(200, agent == null ? "" : agent);
    }

    void submit(Exchange exchange) {
        Request request = exchange.request();
        if (request.getLength() > MAX_ECHO_BYTES) {
            tooLarge(exchange);
            return;
        }
        Content.Source.asByteArrayAsync(request, MAX_ECHO_BYTES).whenComplete((bytes, failure) -> {
            if (failure == null) {
                exchange.bytes(200, request.getHeaders().get(HttpHeader.CONTENT_TYPE), bytes);
            } else {
                refuse(exchange, failure);
            }
        });
    }

    private static void refuse(Exchange exchange, Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof IllegalStateException) {
            tooLarge(exchange);
        } else {
            exchange.brokenBody();
        }
    }

    private static void tooLarge(Exchange exchange) {
        exchange.response().getHeaders().put(HttpHeader.CONNECTION, "close");
        exchange.text(413, "at most " + MAX_ECHO_BYTES + " bytes\n");
    }

    void status(Exchange exchange) {
        Long status = exchange.number(200, 599);
        if (status == null) {
            return;
        }
        if (status == 204 || status == 205 || status == 304) {
            exchange.empty(status.intValue());
        } else {
            exchange.text(status.intValue(), "status " + status + "\n");
        }
    }

    void random(Exchange exchange) {
        Long length = exchange.number(0, MAX_RANDOM_BYTES);
        if (length == null) {
            return;
        }
        exchange.response().setStatus(200);
        exchange.response().getHeaders().put(HttpHeader.CONTENT_TYPE, "application/octet-stream");
        exchange.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
        if (exchange.request().getMethod().equals("HEAD") || length == 0) {
            exchange.response().write(true, null, exchange.callback());
        } else {
            Content.copy(
                    new InputStreamContentSource(new RandomBytes(length)), exchange.response(), exchange.callback());
        }
    }

    void redirect(Exchange exchange) {
        Long left = exchange.number(0, MAX_REDIRECTS);
        if (left == null) {
            return;
        }
        String to = Request.extractQueryParameters(exchange.request()).getValue("to");
        if (left == 0) {
            exchange.text(200, "redirected\n");
        } else if (left == 1 && to != null) {
            found(exchange, to);
        } else {
            String query = exchange.request().getHttpURI().getQuery();
            found(exchange, "/redirect/" + (left - 1) + (query == null ? "" : "?" + query));
        }
    }

    private static void found(Exchange exchange, String location) {
        if (location.chars().anyMatch(c -> c <= ' ' || c >= 127)) {
            exchange.text(400, "to must be a URL\n");
            return;
        }
        exchange.response().getHeaders().put(HttpHeader.LOCATION, location);
        exchange.text(302, "on to " + location + "\n");
    }
}
