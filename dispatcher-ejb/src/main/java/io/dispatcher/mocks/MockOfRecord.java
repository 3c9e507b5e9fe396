package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryDetail;
import io.dispatcher.history.Redaction;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.WorkOrder;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/** A record of the history as a mock: asked the same, it answers the same. Of a tunnel's it stands in for the upstream. */
final class MockOfRecord {
    /** What belongs to one exchange, or is the server's own. */
    private static final Set<String> LEFT_OUT = Set.of(
            "age",
            "alt-svc",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "date",
            "keep-alive",
            "proxy-authenticate",
            "proxy-connection",
            "server",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via");

    private MockOfRecord() {}

    /**
     * @param changes members that shall be otherwise
     * @throws InvalidRequestException if there is no whole answer in it
     */
    static ObjectNode of(History.Whole record, JsonNode changes) throws InvalidRequestException {
        HistoryDetail.Response response = record.detail().response();
        Integer status = record.item().statusCode();
        if (response == null || status == null) {
            throw new InvalidRequestException("id", "this request was not answered");
        }
        if (!record.detail().complete() || response.bodyTruncated() || response.bodySize() > response.body().length) {
            throw new InvalidRequestException(
                    "id",
                    "the history has " + response.body().length + " of " + response.bodySize()
                            + " bytes of this answer's body");
        }
        ObjectNode mock = JsonNodeFactory.instance.objectNode();
        mock.put("method", record.item().method()).put("status", status.intValue());
        where(record.item().url(), mock);
        headers(response, mock);
        body(response.body(), mock);
        if (changes instanceof ObjectNode wanted) {
            mock.setAll(wanted);
        }
        return mock;
    }

    private static void where(String url, ObjectNode mock) throws InvalidRequestException {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("id", "this record is of no URL");
        }
        String path = uri.getPath() == null || uri.getPath().isEmpty() ? "/" : uri.getPath();
        mock.put("path_pattern", path);
        String upstream = WorkOrder.upstream(url);
        if (upstream != null) {
            mock.put("upstream", upstream);
        }
        if (uri.getRawQuery() != null) {
            ObjectNode query = mock.putObject("match").putObject("query");
            for (String part : uri.getRawQuery().split("&")) {
                int equals = part.indexOf('=');
                String name = equals < 0 ? part : part.substring(0, equals);
                query.put(decoded(name), equals < 0 ? "" : decoded(part.substring(equals + 1)));
            }
        }
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }

    private static void headers(HistoryDetail.Response response, ObjectNode mock) {
        ObjectNode headers = mock.putObject("headers");
        for (HeaderField header : response.headers()) {
            String name = header.name().toLowerCase(Locale.ROOT);
            if (name.equals("content-type")) {
                mock.put("content_type", header.value());
            } else if (!LEFT_OUT.contains(name) && !Redaction.isSecret(name) && ReplyParser.printable(header.value())) {
                add(headers, header);
            }
        }
        if (!mock.has("content_type")) {
            mock.put("content_type", "application/octet-stream");
        }
    }

    private static void add(ObjectNode headers, HeaderField header) {
        JsonNode before = headers.get(header.name());
        if (before == null) {
            headers.put(header.name(), header.value());
        } else if (before instanceof ArrayNode list) {
            list.add(header.value());
        } else {
            headers.putArray(header.name()).add(before).add(header.value());
        }
    }

    private static void body(byte[] body, ObjectNode mock) {
        try {
            mock.put(
                    "body",
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(body))
                            .toString());
        } catch (CharacterCodingException e) {
            mock.put("body_base64", Base64.getEncoder().encodeToString(body));
        }
    }
}
