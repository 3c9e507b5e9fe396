package io.dispatcher.targets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.agents.selection.Selection;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.protocol.Names;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON of a target to {@link Target}; every input is hostile until it comes out of here. Thread-safe. */
final class TargetParser {
    private static final Set<String> MEMBERS =
            Set.of("name", "base_url", "default_headers", "timeout", "via", "agent_id", "labels", "upstream");
    private static final int MAX_URL = 4_096;
    private static final double USUAL_TIMEOUT = 30;
    private static final double LONGEST = 3_600;

    private final ExecuteRequestParser requests;

    TargetParser(ExecuteRequestParser requests) {
        this.requests = requests;
    }

    /** @throws InvalidRequestException naming the first member that does not fit */
    Target parse(String id, JsonNode tree) throws InvalidRequestException {
        JsonMembers json = new JsonMembers(tree, MEMBERS);
        Via via = via(json.text("via", 16));
        String name = name(json.text("name", 64));
        String upstream = upstream(json, via);
        String baseUrl = baseUrl(json.text("base_url", MAX_URL));
        Double timeout = json.seconds("timeout", 0.001, LONGEST);
        Selection from = checked(json, via, baseUrl);
        JsonNode headers = json.get("default_headers");
        return new Target(
                id,
                name,
                baseUrl,
                headers instanceof ObjectNode object ? object.deepCopy() : TargetJson.NODES.objectNode(),
                timeout == null ? USUAL_TIMEOUT : timeout,
                via,
                from.agentId(),
                from.labels(),
                upstream);
    }

    private static Via via(@Nullable String tag) throws InvalidRequestException {
        Via via = tag == null ? Via.DIRECT : Via.of(tag);
        if (via == null) {
            throw new InvalidRequestException("via", "must be \"direct\", \"agent\" or \"upstream\"");
        }
        return via;
    }

    private static String name(@Nullable String name) throws InvalidRequestException {
        if (name == null || !Names.isId(name)) {
            throw new InvalidRequestException("name", "is required and must match " + Names.ID.pattern());
        }
        return name;
    }

    private static @Nullable String upstream(JsonMembers json, Via via) throws InvalidRequestException {
        String upstream = json.text("upstream", 64);
        if ((upstream != null) != (via == Via.UPSTREAM)) {
            throw new InvalidRequestException("upstream", "belongs to via \"upstream\", which needs it");
        }
        if (upstream != null && !Names.isId(upstream)) {
            throw new InvalidRequestException("upstream", "must match " + Names.ID.pattern());
        }
        return upstream;
    }

    private static String baseUrl(@Nullable String url) throws InvalidRequestException {
        if (url == null) {
            throw new InvalidRequestException("base_url", "is required");
        }
        if (url.indexOf('?') >= 0 || url.indexOf('#') >= 0) {
            throw new InvalidRequestException("base_url", "must have neither query nor fragment");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** The same rules as for an execution: whoever sends one to this target builds one. */
    private Selection checked(JsonMembers json, Via via, String baseUrl) throws InvalidRequestException {
        if (via != Via.AGENT
                && (json.get("agent_id") != null
                        || json.get("labels") != null && !json.get("labels").isEmpty())) {
            throw new InvalidRequestException(
                    json.get("agent_id") != null ? "agent_id" : "labels", "is for via \"agent\" only");
        }
        ObjectNode execution = TargetJson.NODES.objectNode().put("url", baseUrl + "/");
        execution.set("headers", json.get("default_headers"));
        if (via == Via.AGENT) {
            execution.set("agent_id", json.get("agent_id"));
            execution.set("labels", json.get("labels"));
        }
        try {
            byte[] bytes = execution.toString().getBytes(StandardCharsets.UTF_8);
            ExecuteRequest request =
                    requests.submission(bytes, DispatchKind.EXECUTE, false).request();
            return request.selection();
        } catch (InvalidRequestException e) {
            throw renamed(e);
        }
    }

    private static InvalidRequestException renamed(InvalidRequestException e) {
        String detail = String.valueOf(e.getMessage());
        if (e.field().equals("url")) {
            return new InvalidRequestException("base_url", detail.replaceFirst("^url: ", ""));
        }
        return e.field().startsWith("headers")
                ? new InvalidRequestException("default_headers", detail.replaceFirst("^headers[.:] ?", ""))
                : e;
    }
}
