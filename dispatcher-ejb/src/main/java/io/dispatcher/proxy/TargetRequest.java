package io.dispatcher.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.protocol.WorkOrder;
import io.dispatcher.targets.Target;
import io.dispatcher.targets.Via;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a target: its own base URL and headers come to it, and it stays below that URL.
 *
 * @param path begins with a slash; may have a query
 * @param query names to a text or an array of texts, encoded here
 * @param headers go before the target's own of the same name
 * @param timeout seconds; null: the target's
 */
public record TargetRequest(
        @Nullable String method,
        String path,
        Map<String, JsonNode> query,
        @Nullable JsonNode headers,
        @Nullable JsonNode body,
        @Nullable JsonNode bodyBase64,
        @Nullable JsonNode timeout) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /**
     * As it is executed. No redirect is followed on any way: the target's headers are for the target.
     *
     * @throws InvalidRequestException naming the first member that does not fit
     */
    public ExecuteRequest of(Target target, ExecuteRequestParser parser) throws InvalidRequestException {
        boolean tunnel = target.via() == Via.UPSTREAM;
        ObjectNode json = NODES.objectNode();
        json.put(
                "url",
                (tunnel ? WorkOrder.UPSTREAM + target.upstream() + pathOf(target.baseUrl()) : target.baseUrl())
                        + pathAndQuery());
        json.put("method", method);
        json.set("headers", merged(target.defaultHeaders()));
        json.set("body", body);
        json.set("body_base64", bodyBase64);
        json.set("timeout", timeout == null ? NODES.numberNode(target.timeout()) : timeout);
        if (!tunnel) {
            json.put("follow_redirects", false);
        }
        if (target.via() == Via.AGENT) {
            json.put("agent_id", target.agentId());
            ObjectNode labels = json.putObject("labels");
            target.labels().forEach(labels::put);
        }
        byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
        return parser.submission(bytes, tunnel ? DispatchKind.TUNNEL : DispatchKind.EXECUTE, false)
                .request();
    }

    private static String pathOf(String baseUrl) {
        String path = URI.create(baseUrl).getRawPath();
        return path == null ? "" : path;
    }

    private JsonNode merged(ObjectNode defaults) throws InvalidRequestException {
        if (headers == null) {
            return defaults;
        }
        if (!(headers instanceof ObjectNode given)) {
            throw new InvalidRequestException("headers", "must be an object");
        }
        Set<String> names = new HashSet<>();
        given.fieldNames().forEachRemaining(name -> names.add(name.toLowerCase(Locale.ROOT)));
        ObjectNode merged = NODES.objectNode();
        defaults.properties().forEach(header -> {
            if (!names.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                merged.set(header.getKey(), header.getValue());
            }
        });
        merged.setAll(given);
        return merged;
    }

    private String pathAndQuery() throws InvalidRequestException {
        if (!path.startsWith("/") || path.indexOf('#') >= 0) {
            throw new InvalidRequestException("path", "must begin with a slash and have no fragment");
        }
        int mark = path.indexOf('?');
        staysBelow(mark < 0 ? path : path.substring(0, mark));
        return withQuery(path, query);
    }

    /**
     * With more parameters behind those it has.
     *
     * @throws InvalidRequestException naming one that is no value
     */
    public static String withQuery(String url, Map<String, JsonNode> query) throws InvalidRequestException {
        StringBuilder whole = new StringBuilder(url);
        char next = url.indexOf('?') < 0 ? '?' : '&';
        for (Map.Entry<String, JsonNode> parameter : query.entrySet()) {
            JsonNode given = parameter.getValue();
            for (JsonNode value : given.isArray() ? given : NODES.arrayNode().add(given)) {
                if (!value.isValueNode()) {
                    throw new InvalidRequestException(
                            "query." + parameter.getKey(), "must be a value or a list of values");
                }
                whole.append(next)
                        .append(encoded(parameter.getKey()))
                        .append('=')
                        .append(encoded(value.asText()));
                next = '&';
            }
        }
        return whole.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static void staysBelow(String path) throws InvalidRequestException {
        for (String segment : path.split("[/\\\\]")) {
            String decoded;
            try {
                decoded = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new InvalidRequestException("path", "is not validly encoded");
            }
            // Servers that know parameters of a segment cut them off before they look.
            String name = decoded.split(";", 2)[0];
            if (name.equals("..") || decoded.contains("../") || decoded.contains("..\\")) {
                throw new InvalidRequestException("path", "must stay below the target's base URL: no ..");
            }
        }
    }
}
