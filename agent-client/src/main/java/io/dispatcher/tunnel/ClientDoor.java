package io.dispatcher.tunnel;

import io.dispatcher.http.HardenedServer;
import io.dispatcher.http.ProblemHandler;
import io.dispatcher.protocol.TunnelIds;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The client's side of a tunnel: a local port whose every request comes out at one upstream. {@link #close} may be called from any thread. */
public final class ClientDoor implements AutoCloseable {
    private static final int MOST_THREADS = 32;
    private static final String AUTHORIZATION = "Dispatcher-Authorization";
    private static final String BEARER = "Bearer ";

    private final String host;
    private final HardenedServer server;
    private final ServerConnector connector;

    /**
     * What is behind it.
     *
     * @param coordinator base URL
     * @param clientId names this client in what it sends
     * @param ttl seconds to wait for an agent that claims the upstream, where a request does not say; null: the coordinator's setting
     * @param token shown to the coordinator; null: none
     * @param callersToken what callers must show here, as {@code Dispatcher-Authorization}; null: nothing
     * @param trusted by whom the coordinator's certificate must be signed; null: by whom Java trusts
     */
    public record Way(
            URI coordinator,
            String upstream,
            String clientId,
            @Nullable Double ttl,
            @Nullable String token,
            @Nullable String callersToken,
            @Nullable SSLContext trusted) {}

    /** A door that is not yet open. */
    public ClientDoor(String host, int port, Way way) {
        this.host = host;
        server = new HardenedServer("tunnel", MOST_THREADS, new Forwarding(way));
        connector = server.listen(host, port);
    }

    /** Binds and serves; an address or port that cannot be had is an {@link IOException}. */
    public void start() throws IOException {
        try {
            connector.open();
            server.start();
        } catch (IOException e) {
            close();
            throw e;
        } catch (Exception e) {
            close();
            throw new IOException(e);
        }
    }

    /** The base URL in use, once started. */
    public String url() {
        return "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + connector.getLocalPort();
    }

    /** Waits until it is closed. */
    public void join() throws InterruptedException {
        server.join();
    }

    /** Takes nothing new, ends what runs, for at most some seconds, and frees the port. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            System.getLogger(ClientDoor.class.getName()).log(System.Logger.Level.DEBUG, "stop", e);
        }
        connector.close();
    }

    private static final class Forwarding extends ProxyHandler {
        private final String base;
        private final Way way;

        Forwarding(Way way) {
            this.base = way.coordinator().toString().replaceAll("/+$", "") + "/t/" + way.upstream();
            this.way = way;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            if (mayPass(request)) {
                return super.handle(request, response, callback);
            }
            // What it still sends is for nobody.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            ProblemHandler.write(
                    response,
                    HttpStatus.UNAUTHORIZED_401,
                    "unauthorized",
                    "Send this port's token as Dispatcher-Authorization: Bearer.",
                    callback);
            return true;
        }

        private boolean mayPass(Request request) {
            String wanted = way.callersToken();
            String shown = request.getHeaders().get(AUTHORIZATION);
            return wanted == null
                    || shown != null
                            && MessageDigest.isEqual(
                                    (BEARER + wanted).getBytes(StandardCharsets.UTF_8),
                                    shown.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        protected HttpClient newHttpClient() {
            return Connections.client(way.trusted(), getServer().getThreadPool());
        }

        @Override
        protected void configureHttpClient(HttpClient client) {
            // It is as it shall be.
        }

        @Override
        protected HttpURI rewriteHttpURI(Request request) {
            return HttpURI.from(base + request.getHttpURI().getPathQuery());
        }

        @Override
        protected void addProxyHeaders(Request request, org.eclipse.jetty.client.Request forwarded) {
            super.addProxyHeaders(request, forwarded);
            if (request.getLength() < 0 && request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING)) {
                forwarded.trailersSupplier(() -> ForwardedRequest.trailers(request.getTrailers()));
            }
            forwarded.headers(headers -> {
                if (isUpgrade(request)) {
                    headers.put(HttpHeader.UPGRADE, request.getHeaders().get(HttpHeader.UPGRADE));
                    headers.put(HttpHeader.CONNECTION, "Upgrade");
                }
                headers.put(TunnelIds.CLIENT_ID, way.clientId());
                if (!headers.contains(TunnelIds.CLIENT_REQ_ID)) {
                    headers.put(TunnelIds.CLIENT_REQ_ID, UUID.randomUUID().toString());
                }
                Double ttl = way.ttl();
                if (ttl != null && !headers.contains("Dispatcher-Upstream-Wait")) {
                    headers.put("Dispatcher-Upstream-Wait", Double.toString(ttl));
                }
                if (way.callersToken() != null) {
                    headers.remove(AUTHORIZATION);
                }
                if (way.token() != null) {
                    headers.put(AUTHORIZATION, BEARER + way.token());
                }
            });
        }

        /** What the coordinator makes of it is its own. */
        private static boolean isUpgrade(Request request) {
            return request.getHeaders().contains(HttpHeader.UPGRADE)
                    && request.getHeaders().contains(HttpHeader.CONNECTION, "upgrade")
                    && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1;
        }

        @Override
        protected org.eclipse.jetty.client.Response.CompleteListener newServerToProxyResponseListener(
                Request request, org.eclipse.jetty.client.Request forwarded, Response response, Callback callback) {
            return new ProxyResponseListener(request, forwarded, response, callback) {
                @Override
                public void onHeaders(org.eclipse.jetty.client.Response answer) {
                    super.onHeaders(answer);
                    if (!answer.getHeaders().contains(HttpHeader.CONTENT_LENGTH)
                            && request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_1
                            && !HttpStatus.hasNoBody(answer.getStatus())) {
                        response.setTrailersSupplier(() -> ForwardedRequest.trailers(answer.getTrailers()));
                    }
                }

                @Override
                public void onSuccess(org.eclipse.jetty.client.Response answer) {
                    if (answer.getStatus() != HttpStatus.SWITCHING_PROTOCOLS_101) {
                        super.onSuccess(answer);
                    }
                }

                @Override
                public void onComplete(Result result) {
                    if (result.isSucceeded()
                            && result.getResponse().getStatus() == HttpStatus.SWITCHING_PROTOCOLS_101) {
                        upgrade(request, result, response, callback);
                    } else {
                        super.onComplete(result);
                    }
                }
            };
        }

        /** Both connections change their protocol; from then on bytes go both ways as they come. */
        private void upgrade(Request request, Result result, Response response, Callback callback) {
            try {
                HttpClient client = getHttpClient();
                UpgradedConnection far = UpgradedConnection.of(result, client);
                EndPoint caller =
                        request.getConnectionMetaData().getConnection().getEndPoint();
                request.setAttribute(
                        HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, new UpgradedConnection(caller, client, near -> {
                            far.take(near);
                            near.take(far);
                        }));
                response.getHeaders()
                        .put(
                                HttpHeader.UPGRADE,
                                result.getResponse().getHeaders().get(HttpHeader.UPGRADE))
                        .put(HttpHeader.CONNECTION, "Upgrade");
                callback.succeeded();
            } catch (IOException e) {
                callback.failed(e);
            }
        }

        @Override
        protected void onServerToProxyResponseFailure(
                Request request,
                org.eclipse.jetty.client.Request forwarded,
                org.eclipse.jetty.client.@Nullable Response answer,
                Response response,
                Callback callback,
                Throwable failure) {
            if (response.isCommitted()) {
                callback.failed(failure);
                return;
            }
            if (failure instanceof HttpException || failure instanceof EofException) {
                // The caller's own body.
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                Response.writeError(request, response, callback, HttpStatus.BAD_REQUEST_400);
                return;
            }
            ProblemHandler.write(
                    response,
                    HttpStatus.BAD_GATEWAY_502,
                    "unavailable",
                    "the coordinator cannot be reached: " + UpstreamFailure.reason(failure),
                    callback);
        }
    }
}
