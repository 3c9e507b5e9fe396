package io.dispatcher.boot;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Asks every bound address for readiness until all say yes. */
final class Readiness {

    private static final long PAUSE_MILLIS = 50;
    private static final int CALL_TIMEOUT_MILLIS = 2_000;
    private static final int REASON_CHARACTERS = 300;

    private final List<Bind> binds;

    Readiness(List<Bind> binds) {
        this.binds = binds;
    }

    /**
     * Waits until every address is ready.
     *
     * @throws StartException with the application's own line if it gave one, or the last answer after the limit
     */
    void await(Duration limit) throws StartException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String reason = "";
        for (Bind bind : binds) {
            do {
                failIfTheApplicationDid();
                reason = ask(bind);
                if (!reason.isEmpty()) {
                    Thread.sleep(PAUSE_MILLIS);
                }
            } while (!reason.isEmpty() && System.nanoTime() - end < 0);
            if (!reason.isEmpty()) {
                throw StartException.runtime(
                        "Not ready after " + limit.toSeconds() + " s: " + bind.url("http") + "/health/ready " + reason);
            }
        }
    }

    private static void failIfTheApplicationDid() throws StartException {
        String line = System.getProperty("dispatcher.start-failure");
        if (line != null) {
            throw StartException.usage(line);
        }
    }

    /** Empty if ready, else why not. */
    private static String ask(Bind bind) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(bind.url("http") + "/health/ready").toURL().openConnection();
            connection.setConnectTimeout(CALL_TIMEOUT_MILLIS);
            connection.setReadTimeout(CALL_TIMEOUT_MILLIS);
            connection.setInstanceFollowRedirects(false);
            int status = connection.getResponseCode();
            return status == HttpURLConnection.HTTP_OK ? "" : "answers " + status + body(connection);
        } catch (IOException e) {
            return "does not answer (" + e.getMessage() + ")";
        }
    }

    private static String body(HttpURLConnection connection) throws IOException {
        try (var stream = connection.getErrorStream()) {
            if (stream == null) {
                return "";
            }
            String text = new String(stream.readNBytes(REASON_CHARACTERS), StandardCharsets.UTF_8);
            return " " + text.replaceAll("\\s+", " ").strip();
        }
    }
}
