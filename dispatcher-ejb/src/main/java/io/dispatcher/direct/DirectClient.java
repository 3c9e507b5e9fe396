package io.dispatcher.direct;

import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import io.dispatcher.protocol.AddressText;
import io.dispatcher.protocol.EndToEnd;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.PeerCertificate;
import io.dispatcher.protocol.egress.EgressPolicy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One exchange over a connection of its own, to an address that the egress policy allows at that moment. No redirect is followed, nothing decoded, nothing
 * done twice. Blocks until the answer is whole; whoever cancels the request ends that. Thread-safe.
 */
final class DirectClient implements AutoCloseable {
    private static final int BUFFER = 8192;

    private final ThreadLocal<@Nullable Phases> current = new ThreadLocal<>();
    private final CloseableHttpClient client;

    /** @param connections at a time */
    DirectClient(EgressPolicy policy, int connections) {
        client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new AllowedAddresses(policy, current::get))
                        .setTlsSocketStrategy(this::secured)
                        .setMaxConnTotal(connections)
                        .setMaxConnPerRoute(connections)
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.DISABLED)
                                .setSocketTimeout(Timeout.DISABLED)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(Timeout.DISABLED)
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .setRequestExecutor(new Watched())
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setUserAgent("dispatcher")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    /** What came, or why nothing did. */
    sealed interface Result {
        record Answered(int status, String version, List<HeaderField> headers, byte[] body, boolean cut)
                implements Result {}

        record Failed(Failure failure) implements Result {}
    }

    static HttpUriRequestBase message(ExecuteRequest request) {
        HttpUriRequestBase message = new HttpUriRequestBase(request.method(), request.uri());
        for (HeaderField header : EndToEnd.of(request.headers())) {
            if (!header.name().equalsIgnoreCase("content-length")) {
                message.addHeader(header.name(), header.value());
            }
        }
        if (request.body().length > 0) {
            message.setEntity(new ByteArrayEntity(request.body(), null));
        }
        return message;
    }

    /**
     * @param mostBytes of the answer's body
     * @param place for it, which is still the caller's when this returns
     */
    Result exchange(HttpUriRequestBase message, long mostBytes, Phases phases, AnswerPlace place) {
        current.set(phases);
        try {
            ClassicHttpResponse response = client.executeOpen(null, message, null);
            return answer(message, response, mostBytes, place);
        } catch (AllowedAddresses.RefusedException e) {
            return failed(FailureType.EGRESS_DENIED, String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            return failed(
                    FailureType.TARGET_DNS, "the name " + message.getAuthority().getHostName() + " has no address");
        } catch (IOException | IllegalArgumentException e) {
            return failed(phases, e);
        } finally {
            current.remove();
        }
    }

    private static Result answer(
            HttpUriRequestBase message, ClassicHttpResponse response, long mostBytes, AnswerPlace place)
            throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        boolean cut = false;
        if (response.getEntity() == null) {
            response.close();
        } else {
            long length = response.getEntity().getContentLength();
            if (length < 0) {
                place.needsAtMost(mostBytes);
            } else {
                place.needs(Math.min(length, mostBytes));
            }
            cut = read(response.getEntity().getContent(), body, mostBytes, place);
            if (cut) {
                // It may have no end: the connection is given up with it, which a close would read to its end first.
                message.cancel();
            } else {
                response.close();
            }
        }
        List<HeaderField> headers = new ArrayList<>();
        for (Header header : response.getHeaders()) {
            headers.add(new HeaderField(header.getName(), String.valueOf(header.getValue())));
        }
        String version = response.getVersion() == null
                ? "HTTP/1.1"
                : response.getVersion().toString();
        return new Result.Answered(response.getCode(), version, headers, body.toByteArray(), cut);
    }

    /** @return whether there was more than that */
    private static boolean read(InputStream in, ByteArrayOutputStream body, long mostBytes, AnswerPlace place)
            throws IOException {
        byte[] buffer = new byte[BUFFER];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int room = (int) Math.min(read, mostBytes - body.size());
            place.awaitFor(body.size() + room);
            body.write(buffer, 0, room);
            if (room < read) {
                return true;
            }
        }
        return false;
    }

    private static Result failed(Phases phases, Exception e) {
        String why = String.valueOf(e.getMessage());
        if (phases.inTls() || e instanceof SSLException) {
            return failed(FailureType.TARGET_TLS, "TLS with the target failed: " + why);
        }
        return phases.connected()
                ? failed(FailureType.TARGET_IO, "the exchange with the target broke: " + why)
                : failed(FailureType.TARGET_CONNECT, "the target could not be connected to: " + why);
    }

    private static Result failed(FailureType type, String detail) {
        return new Result.Failed(new Failure(type, detail));
    }

    private SSLSocket secured(Socket socket, String host, int port, @Nullable Object attachment, HttpContext context)
            throws IOException {
        Phases phases = current.get();
        if (phases != null) {
            phases.tlsBegins();
        }
        TlsSocketStrategy tls = DefaultClientTlsStrategy.createDefault();
        SSLSocket secured = (SSLSocket) tls.upgrade(socket, host, port, attachment, context);
        if (phases != null) {
            phases.tlsEnded();
            phases.certificate = certificate(secured.getSession());
        }
        return secured;
    }

    private static @Nullable PeerCertificate certificate(SSLSession session) throws SSLException {
        return session.getPeerCertificates()[0] instanceof X509Certificate first
                ? new PeerCertificate(
                        cut(first.getSubjectX500Principal().getName()),
                        cut(first.getIssuerX500Principal().getName()),
                        first.getNotBefore().getTime(),
                        first.getNotAfter().getTime())
                : null;
    }

    private static String cut(String name) {
        return name.length() <= PeerCertificate.LONGEST_NAME ? name : name.substring(0, PeerCertificate.LONGEST_NAME);
    }

    /** Ends what is under way. */
    @Override
    public void close() {
        client.close(CloseMode.IMMEDIATE);
    }

    /** Sees the connection that a request is about to take. */
    private final class Watched extends HttpRequestExecutor {
        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback early,
                HttpContext context)
                throws IOException, HttpException {
            Phases phases = current.get();
            if (phases == null) {
                return super.execute(request, connection, early, context);
            }
            phases.sending(
                    connection.getLocalAddress() instanceof InetSocketAddress local
                            ? AddressText.of(local.getAddress())
                            : null);
            ClassicHttpResponse response = super.execute(request, connection, early, context);
            phases.answered();
            return response;
        }
    }
}
