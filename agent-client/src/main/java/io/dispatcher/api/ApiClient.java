package io.dispatcher.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the coordinator's API. Thread-safe.
 *
 * <p>With several coordinators each call goes to the first that accepts a connection; nothing is sent twice, because
 * only a refused connection moves on to the next.
 */
public final class ApiClient {
    /** Enough for every call that does not wait for a target. */
    public static final Duration SHORT = Duration.ofSeconds(30);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** How long an answer that has begun may say nothing more. */
    private static final Duration BODY_IDLE = Duration.ofSeconds(30);

    private static final int PAGE = 500;
    private static final int MOST_ITEMS = 100_000;
    private static final int LONGEST_EVENT = 4 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<URI> coordinators;
    private final @Nullable String token;
    private final @Nullable String demoToken;
    private final HttpClient http;

    /**
     * {@code coordinators}: at least one base URL; {@code token}: sent as a bearer token when not null; {@code tls}: whom to
     * trust, null for whom Java trusts.
     */
    public ApiClient(List<URI> coordinators, @Nullable String token, @Nullable SSLContext tls) {
        this.coordinators = List.copyOf(coordinators);
        this.token = token;
        this.demoToken = null;
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT);
        this.http = (tls == null ? client : client.sslContext(tls)).build();
    }

    /** The same, showing a demonstration's token where it is not null. */
    public ApiClient demo(@Nullable String demoToken) {
        return new ApiClient(coordinators, token, demoToken, http);
    }

    private ApiClient(List<URI> coordinators, @Nullable String token, @Nullable String demoToken, HttpClient http) {
        this.coordinators = coordinators;
        this.token = token;
        this.demoToken = demoToken;
        this.http = http;
    }

    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The mapper this client reads and writes with. */
    public static ObjectMapper mapper() {
        return JSON;
    }

    public Answer get(String path, Map<String, String> query) throws ApiProblem, Unreachable, InterruptedException {
        return call("GET", path + queryOf(query), null, Map.of(), SHORT);
    }

    public Answer post(String path, @Nullable JsonNode body) throws ApiProblem, Unreachable, InterruptedException {
        return call("POST", path, body, Map.of(), SHORT);
    }

    public Answer delete(String path) throws ApiProblem, Unreachable, InterruptedException {
        return call("DELETE", path, null, Map.of(), SHORT);
    }

    /** Every page of a list, as one: {@code {"items": […], "next_cursor": null}}. */
    public ObjectNode all(String path, Map<String, String> query) throws ApiProblem, Unreachable, InterruptedException {
        ArrayNode items = JSON.createArrayNode();
        Map<String, String> page = new java.util.TreeMap<>(query);
        page.put("limit", String.valueOf(PAGE));
        String cursor;
        do {
            JsonNode answer = get(path, page).json();
            answer.path("items").forEach(items::add);
            cursor = answer.path("next_cursor").asText("");
            page.put("cursor", cursor);
        } while (!cursor.isEmpty() && !cursor.equals("null") && items.size() < MOST_ITEMS);
        ObjectNode whole = JSON.createObjectNode();
        whole.set("items", items);
        whole.putNull("next_cursor");
        return whole;
    }

    /** {@code wait} bounds the time until the answer's headers are there; after them it must go on coming. */
    public Answer call(String method, String path, @Nullable JsonNode body, Map<String, String> headers, Duration wait)
            throws ApiProblem, Unreachable, InterruptedException {
        return answerOf(sent(
                coordinator -> requestOf(coordinator, method, path, body, headers, wait),
                request -> WholeAnswer.of(http, request, BODY_IDLE)));
    }

    /** Posts {@code body} and returns the answer's lines as they come, for as long as they do; {@code wait} bounds the time until its headers are there. */
    public AnswerLines stream(String path, JsonNode body, Duration wait)
            throws ApiProblem, Unreachable, InterruptedException {
        return stream(path, body, wait, AnswerLines.LONGEST);
    }

    /** The same with longer lines, in bytes. */
    public AnswerLines stream(String path, JsonNode body, Duration wait, int longestLine)
            throws ApiProblem, Unreachable, InterruptedException {
        Map<String, String> headers = Map.of("Accept", "application/x-ndjson, application/problem+json");
        HttpResponse<InputStream> response =
                sent(coordinator -> requestOf(coordinator, "POST", path, body, headers, wait), this::followed);
        AnswerLines lines = new AnswerLines(response.uri(), response.body(), longestLine);
        if (response.statusCode() >= 300) {
            throw ApiProblem.of(response, jsonOf(response, lines.rest()));
        }
        return lines;
    }

    /** What {@code path} tells as server-sent events, line by line, for as long as it does. */
    public AnswerLines events(String path, Map<String, String> query)
            throws ApiProblem, Unreachable, InterruptedException {
        Map<String, String> headers = Map.of("Accept", "text/event-stream, application/problem+json");
        HttpResponse<InputStream> response = sent(
                coordinator -> requestOf(coordinator, "GET", path + queryOf(query), null, headers, SHORT),
                this::followed);
        AnswerLines lines = new AnswerLines(response.uri(), response.body(), LONGEST_EVENT);
        if (response.statusCode() >= 300) {
            throw ApiProblem.of(response, jsonOf(response, lines.rest()));
        }
        return lines;
    }

    private HttpResponse<InputStream> followed(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofInputStream());
    }

    private interface Sending<T> {
        HttpResponse<T> send(HttpRequest request) throws IOException, InterruptedException;
    }

    private <T> HttpResponse<T> sent(Function<URI, HttpRequest> request, Sending<T> sending)
            throws Unreachable, InterruptedException {
        IOException refused = null;
        for (URI coordinator : coordinators) {
            HttpRequest toThisOne = request.apply(coordinator);
            try {
                return sending.send(toThisOne);
            } catch (ConnectException | HttpConnectTimeoutException e) {
                refused = e;
            } catch (IOException e) {
                throw failed(coordinator, toThisOne.timeout().orElse(SHORT), e);
            }
        }
        throw unreachable(refused);
    }

    private static Unreachable failed(URI coordinator, Duration wait, IOException e) {
        if (e instanceof HttpTimeoutException) {
            return new Unreachable(
                    "no answer from " + coordinator + " within " + wait.toSeconds() + " s: is it overloaded?", e);
        }
        if (e instanceof SSLHandshakeException) {
            return new Unreachable(
                    "no trusted connection to " + coordinator + " (" + reasonOf(e)
                            + "): name the certificate to trust with --ca-file",
                    e);
        }
        return new Unreachable("the connection to " + coordinator + " broke (" + reasonOf(e) + "): try again", e);
    }

    private Unreachable unreachable(@Nullable IOException refused) {
        String where =
                String.join(", ", coordinators.stream().map(URI::toString).toList());
        IOException cause = refused == null ? new IOException("no coordinator named") : refused;
        return new Unreachable(
                "cannot reach the coordinator at " + where + " (" + reasonOf(cause)
                        + "): start it with 'dispatcher coordinator', or name another with --coordinator-url",
                cause);
    }

    static String reasonOf(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return "no connection within " + CONNECT.toSeconds() + " s";
        }
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                return "unknown host";
            }
            if (cause.getMessage() != null) {
                return cause.getMessage();
            }
        }
        return e instanceof ConnectException
                ? "connection refused"
                : e.getClass().getSimpleName();
    }

    private HttpRequest requestOf(
            URI coordinator,
            String method,
            String path,
            @Nullable JsonNode body,
            Map<String, String> headers,
            Duration wait) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(coordinator + path)).timeout(wait);
        headers.forEach(request::setHeader);
        request.setHeader("Accept", headers.getOrDefault("Accept", "application/json, application/problem+json"));
        if (demoToken != null) {
            request.setHeader("X-Demo-Token", demoToken);
        }
        if (token != null) {
            request.setHeader("Authorization", "Bearer " + token);
        }
        if (body == null) {
            return request.method(method, HttpRequest.BodyPublishers.noBody()).build();
        }
        return request.setHeader("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(bytesOf(body)))
                .build();
    }

    private static byte[] bytesOf(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Answer answerOf(HttpResponse<byte[]> response) throws ApiProblem {
        JsonNode json = jsonOf(response, response.body());
        if (response.statusCode() >= 300) {
            throw ApiProblem.of(response, json);
        }
        return new Answer(
                response.statusCode(), json, response.body(), response.headers().map());
    }

    private static JsonNode jsonOf(HttpResponse<?> response, byte[] body) {
        if (!response.headers().firstValue("Content-Type").orElse("").contains("json")) {
            return MissingNode.getInstance();
        }
        try {
            JsonNode json = JSON.readTree(body);
            return json == null ? MissingNode.getInstance() : json;
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The query string of {@code query}, in its order, empty when there is nothing in it. */
    public static String queryOf(Map<String, String> query) {
        StringBuilder text = new StringBuilder();
        query.forEach((name, value) -> text.append(text.isEmpty() ? '?' : '&')
                .append(encode(name))
                .append('=')
                .append(encode(value)));
        return text.toString();
    }

    /** {@code segment} as one segment of a path. */
    public static String encode(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
