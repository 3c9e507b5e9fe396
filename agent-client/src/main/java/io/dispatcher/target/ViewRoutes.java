package io.dispatcher.target;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.InetSocketAddress;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.server.Request;

/** What the target sees: of one request, and of all since its start. */
final class ViewRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Counts counts;

    ViewRoutes(Counts counts) {
        this.counts = counts;
    }

    void whoami(Exchange exchange) throws JsonProcessingException {
        Request request = exchange.request();
        ObjectNode json = JSON.createObjectNode().put("remote_address", RemoteAddress.of(request));
        if (request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress socket) {
            json.put("remote_port", socket.getPort());
        }
        json.put("method", request.getMethod());
        json.put("http_version", version(request));
        ObjectNode headers = json.putObject("headers");
        for (HttpField header : request.getHeaders()) {
            headers.withArray(header.getName()).add(header.getValue());
        }
        exchange.json(200, JSON.writeValueAsBytes(json));
    }

    private static String version(Request request) {
        String version = request.getConnectionMetaData().getHttpVersion().asString();
        return version.equals("HTTP/2.0") ? "HTTP/2" : version;
    }

    void counts(Exchange exchange) throws JsonProcessingException {
        exchange.json(200, read());
    }

    void reset(Exchange exchange) throws JsonProcessingException {
        counts.reset();
        exchange.json(200, read());
    }

    private byte[] read() throws JsonProcessingException {
        Map<String, Long> read = counts.read();
        ObjectNode json = JSON.createObjectNode();
        json.put("total", read.values().stream().mapToLong(Long::longValue).sum());
        ObjectNode addresses = json.putObject("remote_addresses");
        read.forEach(addresses::put);
        return JSON.writeValueAsBytes(json);
    }
}
