package io.dispatcher.monitor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.api.ApiClient;
import io.dispatcher.monitor.model.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The forms in which a request is changed, and what the API takes for what was written in them. */
final class RequestForms {
    static final String METHOD = "Method";
    static final String URL = "URL";
    static final String AGENT = "Agent";
    static final String ADDRESS = "Address";
    static final String HEADERS = "Headers";
    static final String BODY = "Body";

    private static final String SEVERAL = " | ";
    private static final String HEADERS_MEMBER = "headers";
    private static final String AGENT_MEMBER = "agent_id";
    private static final String BODY_MEMBER = "body";

    private RequestForms() {}

    /** To send a request of the history once more. */
    static Form replay(JsonNode item, Consumer<ObjectNode> send) {
        List<Form.Field> fields = List.of(
                new Form.Field(METHOD, item.path("method").asText(), ""),
                new Form.Field(URL, item.path("url").asText(), ""),
                new Form.Field(AGENT, "", "the same; * any"),
                new Form.Field(ADDRESS, "", "the same, or the agent's choice"),
                new Form.Field(HEADERS, "", "as recorded; Name: value" + SEVERAL + "Name: value instead or besides"),
                new Form.Field(BODY, "", "as recorded"));
        return new Form("Send once more", item, fields, form -> sent(form, ApiClient.object(), send));
    }

    /** To change the coordinator's stored request and send it. */
    static Form stored(JsonNode stored, Consumer<ObjectNode> send) {
        JsonNode body = stored.path(BODY_MEMBER);
        List<Form.Field> fields = List.of(
                new Form.Field(METHOD, stored.path("method").asText("GET"), "GET"),
                new Form.Field(URL, stored.path("url").asText(), "http://host/path"),
                new Form.Field(AGENT, text(stored, AGENT_MEMBER), "any"),
                new Form.Field(ADDRESS, text(stored, "source_address"), "any"),
                new Form.Field(HEADERS, headers(stored.path(HEADERS_MEMBER)), "Name: value" + SEVERAL + "Name: value"),
                new Form.Field(
                        BODY,
                        body.isTextual() ? body.asText() : body.isContainerNode() ? body.toString() : "",
                        stored.hasNonNull("body_base64") ? "as stored, in base64" : "none"));
        ObjectNode request = stored instanceof ObjectNode object ? object.deepCopy() : ApiClient.object();
        return new Form("The stored request: stored as it is here, then sent", stored, fields, form -> {
            if (form.field(URL).input().text().isBlank()) {
                form.refused("a URL is needed");
            } else {
                sent(form, request.deepCopy(), send);
            }
        });
    }

    private static String text(JsonNode object, String member) {
        return object.hasNonNull(member) ? object.path(member).asText() : "";
    }

    private static String headers(JsonNode headers) {
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            JsonNode values = header.getValue();
            if (values.isArray()) {
                values.forEach(value -> lines.add(header.getKey() + ": " + value.asText()));
            } else {
                lines.add(header.getKey() + ": " + values.asText());
            }
        }
        return String.join(SEVERAL, lines);
    }

    private static void sent(Form form, ObjectNode into, Consumer<ObjectNode> send) {
        put(form, METHOD, "method", into);
        put(form, URL, "url", into);
        put(form, AGENT, AGENT_MEMBER, into);
        put(form, ADDRESS, "source_address", into);
        if (form.field(BODY).changed()) {
            into.remove("body_base64");
            into.set(BODY_MEMBER, body(form, into));
        }
        String wrong = form.field(HEADERS).changed() ? putHeaders(form, into) : null;
        if (wrong != null) {
            form.refused("'" + wrong + "' is no Name: value");
        } else {
            send.accept(into);
        }
    }

    private static void put(Form form, String label, String member, ObjectNode into) {
        String text = form.field(label).input().text().strip();
        if (!form.field(label).changed()) {
            return;
        }
        if (text.isEmpty() || text.equals("*")) {
            into.putNull(member);
        } else {
            into.put(member, text);
        }
    }

    // A text is sent as it is; only what was JSON before stays it.
    private static JsonNode body(Form form, ObjectNode into) {
        String text = form.field(BODY).input().text();
        if (into.path(BODY_MEMBER).isContainerNode()) {
            try {
                return ApiClient.mapper().readTree(text);
            } catch (JsonProcessingException e) {
                // It is a text now.
            }
        }
        return into.textNode(text);
    }

    /** Returns what is no header. */
    private static @Nullable String putHeaders(Form form, ObjectNode into) {
        ObjectNode headers = into.putObject(HEADERS_MEMBER);
        for (String line : form.field(HEADERS).input().text().split("\\s\\|\\s")) {
            int colon = line.indexOf(':');
            if (colon < 1 && !line.isBlank()) {
                return line.strip();
            }
            if (colon > 0) {
                headers.withArray(line.substring(0, colon).strip())
                        .add(line.substring(colon + 1).strip());
            }
        }
        return null;
    }
}
