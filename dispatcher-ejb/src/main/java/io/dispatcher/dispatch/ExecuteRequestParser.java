package io.dispatcher.dispatch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.agents.selection.SelectionStrategy;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.WorkOrder;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON of {@code POST /api/execute} to an {@link ExecuteRequest}. Every input is hostile until it comes out of here. Thread-safe. */
public final class ExecuteRequestParser {
    private static final Set<String> MEMBERS = Set.of(
            "url",
            "method",
            "headers",
            "body",
            "body_base64",
            "timeout",
            "ttl",
            "agent_id",
            "source_address",
            "labels",
            "strategy",
            "session",
            "follow_redirects",
            "verify_tls",
            "max_response_bytes",
            "redeliver",
            "agent_wait",
            "ack_wait",
            "reply_wait",
            "mode",
            "callback_url");
    /** Who claims the upstream does it; what it says is its caller's to follow. */
    private static final Set<String> NOT_OF_TUNNELS =
            Set.of("agent_id", "source_address", "labels", "strategy", "session", "follow_redirects", "verify_tls");
    /** RFC 9110, section 5.6.2. */
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}");

    private static final int MAX_URL = 8_192;
    private static final int MAX_HEADERS = 200;
    private static final int MAX_HEADER_VALUE = 16_384;
    private static final double MAX_SECONDS = 86_400;
    private static final long MAX_RESPONSE_BYTES = 64L * 1024 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxNumberLength(64)
                            .maxStringLength(4 * 1024 * 1024)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();
    private static final ObjectReader READER = MAPPER.readerFor(JsonNode.class);

    private final SelectionStrategy defaultStrategy;
    private final int maxBodyBytes;

    /** @param maxBodyBytes largest request body an order may carry */
    public ExecuteRequestParser(SelectionStrategy defaultStrategy, int maxBodyBytes) {
        this.defaultStrategy = defaultStrategy;
        this.maxBodyBytes = maxBodyBytes;
    }

    /** @throws InvalidRequestException naming the first field that does not fit */
    public ExecuteRequest parse(byte[] json) throws InvalidRequestException {
        return parse(tree(json));
    }

    /** @throws InvalidRequestException if the bytes are not one JSON value in UTF-8 */
    public static JsonNode tree(byte[] json) throws InvalidRequestException {
        try (JsonParser parser = MAPPER.getFactory().createParser(json)) {
            JsonNode node = READER.readTree(parser);
            if (node == null || node.isMissingNode() || parser.nextToken() != null) {
                throw new InvalidRequestException("", "the body must be one JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException("", "malformed JSON at line " + line(e) + ": " + plain(e));
        } catch (IOException e) {
            throw new InvalidRequestException("", "malformed JSON: not UTF-8");
        }
    }

    /** The library's words without its own names, which it sets in back quotes. */
    private static String plain(JsonProcessingException e) {
        String first = e.getOriginalMessage().split("\n", 2)[0];
        int names = first.indexOf('`');
        return names < 0 ? first : first.substring(0, names).trim();
    }

    private static String line(JsonProcessingException e) {
        return e.getLocation() == null
                ? "1"
                : e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }

    /** @throws InvalidRequestException naming the first field that does not fit */
    public ExecuteRequest parse(JsonNode tree) throws InvalidRequestException {
        return parse(tree, DispatchKind.EXECUTE);
    }

    private ExecuteRequest parse(JsonNode tree, DispatchKind kind) throws InvalidRequestException {
        JsonMembers json = new JsonMembers(tree, MEMBERS);
        boolean tunnel = kind == DispatchKind.TUNNEL;
        if (tunnel) {
            json.refuse(NOT_OF_TUNNELS, "is not for requests through a tunnel");
        }
        String url = json.text("url", MAX_URL);
        URI uri = tunnel ? upstream(url) : uri("url", url);
        String method = method(json.text("method", 32));
        List<HeaderField> headers = headers(json.object("headers"));
        byte[] body = body(json, headers);
        double timeout = or(json.seconds("timeout", 0.001, MAX_SECONDS), 30.0);
        double ttl = or(json.seconds("ttl", 0.001, MAX_SECONDS), timeout);
        return new ExecuteRequest(
                uri,
                method,
                headers,
                body,
                timeout,
                ttl,
                tunnel ? Selection.ofUpstream(String.valueOf(WorkOrder.upstream(uri.toString()))) : selection(json),
                json.flag("follow_redirects", !tunnel),
                json.flag("verify_tls", true),
                json.integer("max_response_bytes", 10_485_760, 0, MAX_RESPONSE_BYTES),
                json.flag("redeliver", false),
                json.seconds("agent_wait", 0, MAX_SECONDS),
                json.seconds("ack_wait", 0.001, MAX_SECONDS),
                json.seconds("reply_wait", 0.001, MAX_SECONDS),
                ExecuteRequest.USUAL_PRIORITY);
    }

    /**
     * A request with how its caller wants to be answered.
     *
     * @param kind {@code TUNNEL}: the URL is {@code upstream://NAME/path}; else {@code EXECUTE}
     * @param preferAsync it is not to be waited for, whatever its {@code mode} says
     * @throws InvalidRequestException naming the first field that does not fit
     */
    public Submission submission(byte[] json, DispatchKind kind, boolean preferAsync) throws InvalidRequestException {
        JsonNode tree = tree(json);
        ExecuteRequest request = parse(tree, kind);
        JsonMembers members = new JsonMembers(tree, MEMBERS);
        String mode = members.text("mode", 16);
        if (mode != null && !mode.equals("sync") && !mode.equals("async")) {
            throw new InvalidRequestException("mode", "must be \"sync\" or \"async\"");
        }
        boolean async = preferAsync || "async".equals(mode);
        String callback = members.text("callback_url", MAX_URL);
        if (callback != null && !async) {
            throw new InvalidRequestException(
                    "callback_url", "needs mode \"async\", or the header Prefer: respond-async");
        }
        return new Submission(request, kind, async, callback == null ? null : uri("callback_url", callback));
    }

    private static double or(@Nullable Double value, double fallback) {
        return value == null ? fallback : value;
    }

    private static URI uri(String field, @Nullable String url) throws InvalidRequestException {
        if (url == null || url.isEmpty()) {
            throw new InvalidRequestException(field, "is required");
        }
        try {
            URI uri = new URI(url);
            String scheme = uri.getScheme();
            if (scheme == null || !(scheme.equalsIgnoreCase("http") || scheme.equalsIgnoreCase("https"))) {
                throw new InvalidRequestException(field, "must begin with http:// or https://");
            }
            if (uri.getHost() == null || uri.getHost().isEmpty() || uri.getPort() > 65_535 || uri.getPort() == 0) {
                throw new InvalidRequestException(field, "must have a host and, if any, a port from 1 to 65535");
            }
            if (uri.getRawUserInfo() != null) {
                throw new InvalidRequestException(field, "must not carry credentials: use an Authorization header");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new InvalidRequestException(field, "is not a URL: " + e.getReason() + " at index " + e.getIndex());
        }
    }

    private static URI upstream(@Nullable String url) throws InvalidRequestException {
        String name = url == null ? null : WorkOrder.upstream(url);
        if (url == null || name == null || !Names.isId(name)) {
            throw new InvalidRequestException("url", "must be upstream://NAME/path");
        }
        try {
            URI uri = new URI(url);
            if (uri.getRawFragment() == null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new InvalidRequestException("url", "has a path or query that is not validly encoded");
    }

    private static String method(@Nullable String method) throws InvalidRequestException {
        if (method == null) {
            return "GET";
        }
        if (!TOKEN.matcher(method).matches() || method.equalsIgnoreCase("CONNECT")) {
            throw new InvalidRequestException("method", "must be an HTTP method other than CONNECT");
        }
        return method;
    }

    private static List<HeaderField> headers(Map<String, JsonNode> members) throws InvalidRequestException {
        List<HeaderField> headers = new ArrayList<>();
        for (Map.Entry<String, JsonNode> member : members.entrySet()) {
            String name = member.getKey();
            if (!TOKEN.matcher(name).matches()) {
                throw new InvalidRequestException("headers", "a name is not a header name");
            }
            if (member.getValue().isArray()) {
                for (JsonNode value : member.getValue()) {
                    headers.add(header(name, value));
                }
            } else {
                headers.add(header(name, member.getValue()));
            }
        }
        if (headers.size() > MAX_HEADERS) {
            throw new InvalidRequestException("headers", "more than " + MAX_HEADERS + " lines");
        }
        return headers;
    }

    private static HeaderField header(String name, JsonNode value) throws InvalidRequestException {
        if (!value.isTextual()) {
            throw new InvalidRequestException("headers." + name, "must be a string or a list of strings");
        }
        String text = value.textValue();
        if (text.length() > MAX_HEADER_VALUE) {
            throw new InvalidRequestException("headers." + name, "is longer than " + MAX_HEADER_VALUE + " characters");
        }
        // RFC 9110, section 5.5: no controls but tab; field values are octets, so nothing beyond Latin-1.
        if (text.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f || c > 0xff)) {
            throw new InvalidRequestException("headers." + name, "has a character no header may have");
        }
        return new HeaderField(name, text);
    }

    private byte[] body(JsonMembers json, List<HeaderField> headers) throws InvalidRequestException {
        JsonNode body = json.get("body");
        String base64 = json.text("body_base64", Integer.MAX_VALUE);
        if (body != null && base64 != null) {
            throw new InvalidRequestException("body_base64", "only one of body and body_base64 may be given");
        }
        String field = base64 == null ? "body" : "body_base64";
        byte[] bytes = base64 != null ? decoded(base64) : body == null ? NOTHING : text(body, headers);
        if (bytes.length > maxBodyBytes) {
            throw new InvalidRequestException(
                    FailureType.PAYLOAD_TOO_LARGE, field, "is larger than " + maxBodyBytes + " bytes");
        }
        return bytes;
    }

    private static byte[] decoded(String base64) throws InvalidRequestException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("body_base64", "is not base64");
        }
    }

    private static byte[] text(JsonNode body, List<HeaderField> headers) {
        if (body.isTextual()) {
            return body.textValue().getBytes(StandardCharsets.UTF_8);
        }
        if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("Content-Type"))) {
            headers.add(new HeaderField("Content-Type", "application/json"));
        }
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Selection selection(JsonMembers json) throws InvalidRequestException {
        String strategyTag = json.text("strategy", 32);
        SelectionStrategy strategy = strategyTag == null ? defaultStrategy : SelectionStrategy.of(strategyTag);
        if (strategy == null) {
            throw new InvalidRequestException("strategy", "must be round_robin, random, least_in_flight or sticky");
        }
        String session = json.text("session", 256);
        if (strategy == SelectionStrategy.STICKY && session == null) {
            throw new InvalidRequestException("session", "is required with strategy \"sticky\"");
        }
        return new Selection(
                agentId(json.text("agent_id", 64)),
                address(json.text("source_address", 64)),
                labels(json),
                strategy,
                session);
    }

    private static @Nullable String agentId(@Nullable String agentId) throws InvalidRequestException {
        if (agentId != null && !Names.isId(agentId)) {
            throw new InvalidRequestException("agent_id", "must match " + Names.ID.pattern());
        }
        return agentId;
    }

    private static @Nullable String address(@Nullable String text) throws InvalidRequestException {
        if (text == null) {
            return null;
        }
        IPAddressString parsed = new IPAddressString(text);
        IPAddress address = parsed.getAddress();
        if (address == null || address.isMultiple() || address.isPrefixed() || parsed.isLoopback() && text.isEmpty()) {
            throw new InvalidRequestException("source_address", "is not an IP address");
        }
        return address.withoutPrefixLength().toCanonicalString();
    }

    private static Map<String, String> labels(JsonMembers json) throws InvalidRequestException {
        Map<String, String> labels = new HashMap<>();
        for (Map.Entry<String, JsonNode> label : json.object("labels").entrySet()) {
            String value = label.getValue().textValue();
            if (!Names.isId(label.getKey()) || value == null || !Names.isId(value)) {
                throw new InvalidRequestException("labels", "names and values must match " + Names.ID.pattern());
            }
            labels.put(label.getKey(), value);
        }
        if (labels.size() > 32) {
            throw new InvalidRequestException("labels", "more than 32");
        }
        return labels;
    }
}
