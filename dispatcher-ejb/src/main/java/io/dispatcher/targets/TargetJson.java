package io.dispatcher.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.Redaction;
import java.util.List;
import java.util.Map;

/** Targets as they are shown and stored. */
final class TargetJson {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private TargetJson() {}

    /** Without secrets. */
    static ObjectNode shown(Target target) {
        ObjectNode json = NODES.objectNode().put("id", target.id());
        json.setAll(definition(target));
        ObjectNode headers = target.defaultHeaders().deepCopy();
        headers.properties().forEach(header -> {
            if (Redaction.isSecret(header.getKey())) {
                header.setValue(TextNode.valueOf(Redaction.MARK));
            }
        });
        json.set("default_headers", headers);
        return json;
    }

    /** What {@link TargetParser} makes the same of, but for the headers, which are kept elsewhere. */
    static ObjectNode definition(Target target) {
        ObjectNode json = NODES.objectNode();
        json.put("name", target.name());
        json.put("base_url", target.baseUrl());
        json.putNull("default_headers");
        json.put("timeout", target.timeout());
        json.put("via", target.via().tag());
        json.put("agent_id", target.agentId());
        ObjectNode labels = json.putObject("labels");
        target.labels().forEach(labels::put);
        json.put("upstream", target.upstream());
        return json;
    }

    /**
     * Puts secrets back that whoever replaces a target was never shown: where the mark stands, the value of before is meant.
     *
     * @param wanted changed
     * @throws InvalidRequestException if the target goes elsewhere now: who sends a secret to a new place must know it
     */
    static void keepSecrets(JsonNode wanted, Target before) throws InvalidRequestException {
        if (!(wanted.get("default_headers") instanceof ObjectNode headers)) {
            return;
        }
        for (Map.Entry<String, JsonNode> header : headers.properties()) {
            JsonNode old = before.defaultHeaders().get(header.getKey());
            boolean marked = Redaction.isMark(header.getValue());
            if (marked && old != null && Redaction.isSecret(header.getKey())) {
                if (goesElsewhere(wanted, before)) {
                    throw new InvalidRequestException(
                            "default_headers." + header.getKey(), "must be given again, as the target goes elsewhere");
                }
                header.setValue(old);
            }
        }
    }

    private static boolean goesElsewhere(JsonNode wanted, Target before) {
        ObjectNode was = definition(before);
        for (String place : List.of("base_url", "via", "agent_id", "labels", "upstream")) {
            JsonNode now = wanted.get(place);
            boolean left = now == null || now.isNull() || now.isObject() && now.isEmpty();
            boolean had = !was.get(place).isNull()
                    && !(was.get(place).isObject() && was.get(place).isEmpty());
            boolean usual = place.equals("via") && was.get(place).asText().equals("direct");
            if (left ? had && !usual : !now.equals(was.get(place))) {
                return true;
            }
        }
        return false;
    }
}
