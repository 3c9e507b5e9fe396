package io.dispatcher.boot;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Asks every bound address for readiness until all say yes. */
final class Readiness {

    private static final long PAUSE_MILLIS = 50;
    private static final int CALL_TIMEOUT_MILLIS = 2_000;
    private static final int REASON_CHARACTERS = 1_000;

    /** A check that only the application brings: the server alone answers 200 to the same question. */
    private static final Pattern OWN_CHECK = Pattern.compile("\"name\"\\s*:\\s*\"database\"");

    /** On addresses other than loopback health takes a token, which boot has not; but it is the application that says so. */
    private static final Pattern OWN_REFUSAL = Pattern.compile("\"type\"\\s*:\\s*\"[^\"]*/unauthorized\"");

    private final List<String> urls;
    private final @Nullable SSLContext tls;
    private final StartOutcome outcome;

    /** @param tls trusts the server's own certificate; null without TLS */
    Readiness(List<String> urls, @Nullable SSLContext tls, StartOutcome outcome) {
        this.urls = urls;
        this.tls = tls;
        this.outcome = outcome;
    }

    /**
     * Waits until every address is ready.
     *
     * @throws StartException as soon as the start has failed, or with the last answer after the limit
     */
    void await(Duration limit) throws StartException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (String url : urls) {
            String reason = state(url + "/health/ready");
            while (!reason.isEmpty()) {
                if (System.nanoTime() - end > 0) {
                    throw StartException.runtime("Not ready after " + limit.toSeconds() + " s: " + reason);
                }
                Thread.sleep(PAUSE_MILLIS);
                reason = state(url + "/health/ready");
            }
        }
    }

    /** Empty if ready, else why not yet. */
    private String state(String url) throws StartException {
        outcome.throwIfFailed();
        if (!outcome.isStarted()) {
            return "the server still deploys";
        }
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(url).toURL().openConnection();
            if (tls != null && connection instanceof HttpsURLConnection secure) {
                secure.setSSLSocketFactory(tls.getSocketFactory());
                secure.setHostnameVerifier((host, session) -> true);
            }
            connection.setConnectTimeout(CALL_TIMEOUT_MILLIS);
            connection.setReadTimeout(CALL_TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            String body = body(connection, status);
            if (status == HttpURLConnection.HTTP_UNAUTHORIZED
                    && OWN_REFUSAL.matcher(body).find()) {
                return "";
            }
            if (status != HttpURLConnection.HTTP_OK) {
                return url + " answers " + status + " " + body;
            }
            if (!OWN_CHECK.matcher(body).find()) {
                outcome.failed("The application was not deployed");
                outcome.throwIfFailed();
            }
            return "";
        } catch (IOException e) {
            return url + " does not answer (" + e.getMessage() + ")";
        }
    }

    private static String body(HttpURLConnection connection, int status) throws IOException {
        boolean error = status >= HttpURLConnection.HTTP_BAD_REQUEST;
        try (var stream = error ? connection.getErrorStream() : connection.getInputStream()) {
            if (stream == null) {
                return "";
            }
            String text = new String(stream.readNBytes(REASON_CHARACTERS), StandardCharsets.UTF_8);
            return text.replaceAll("\\s+", " ").strip();
        }
    }
}
