package io.dispatcher.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.DispatchKind;
import io.dispatcher.dispatch.ExecuteRequest;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.history.History;
import io.dispatcher.history.HistoryDetail;
import io.dispatcher.history.HistoryItem;
import io.dispatcher.protocol.HeaderField;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.WorkOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A record and what its caller wants otherwise, as a request. Without wishes it is the same request from the same agent and address; members of {@code POST
 * /api/execute} stand above the record's, header by header, and {@code path} replaces path and query alone.
 */
public final class ReplayParser {
    private static final String PATH = "path";
    private static final List<String> BODY = List.of("body", "body_base64");
    /** Whoever chooses a place anew chooses all of it. */
    private static final List<String> PLACE = List.of("agent_id", "source_address", "labels", "strategy", "session");

    /** There is one answer, and it goes to whoever asked. */
    private static final List<String> NOT_HERE = List.of("mode", "callback_url");

    private static final Set<String> ASKED_HERE = Set.of(DispatchKind.MOCK.tag(), DispatchKind.INBOUND.tag());

    private static final int MOST_PATH = 8_192;

    private final ExecuteRequestParser requests;
    private final @Nullable String home;

    /** @param home where this coordinator itself is reached, without a slash at the end; null: it is not known */
    public ReplayParser(ExecuteRequestParser requests, @Nullable String home) {
        this.requests = requests;
        this.home = home;
    }

    /**
     * @param wishes a JSON object; empty: none
     * @throws InvalidRequestException naming the first field that does not fit, or that the record lacks
     */
    public Replay parse(History.Whole original, byte[] wishes) throws InvalidRequestException {
        ObjectNode wished = wishes(wishes);
        ObjectNode asked = JsonNodeFactory.instance.objectNode();
        String url = url(original.item(), wished);
        Replay.Way way = way(original.item(), wished, url, home);
        asked.put("url", way == Replay.Way.HOME ? home() + url.substring(authorityEnd(url)) : url);
        asked.put("method", original.item().method());
        request(original.detail().request(), wished, asked);
        ReplayHeaders headers = ReplayHeaders.of(recorded(original, way), wished.path("headers"));
        asked.set("headers", headers.json());
        if (way == Replay.Way.AGENT) {
            place(original.item(), wished, asked);
        }
        wished.remove(List.of("url", PATH, "headers"));
        asked.setAll(wished);
        return new Replay(original, request(asked), way, headers.lacks());
    }

    /** Who asks this coordinator itself asks by its own address. */
    private static List<HeaderField> recorded(History.Whole original, Replay.Way way) {
        List<HeaderField> headers = original.detail().request().headers();
        return way != Replay.Way.HOME
                ? headers
                : headers.stream()
                        .filter(header -> !header.name().equalsIgnoreCase("Host"))
                        .toList();
    }

    private static Replay.Way way(HistoryItem item, ObjectNode wished, String url, @Nullable String home) {
        if (WorkOrder.upstream(url) != null || PLACE.stream().anyMatch(wished::has)) {
            return Replay.Way.AGENT;
        }
        if (ASKED_HERE.contains(item.kind()) && !wished.hasNonNull("url")) {
            return Replay.Way.HOME;
        }
        if (!Names.COORDINATOR.equals(item.agentId())) {
            return Replay.Way.AGENT;
        }
        boolean ofHome = home != null && item.url().startsWith(home + "/") && !wished.hasNonNull("url");
        return ofHome ? Replay.Way.HOME : Replay.Way.DIRECT;
    }

    private String home() throws InvalidRequestException {
        if (home == null) {
            throw new InvalidRequestException(
                    "url", "must be given: this coordinator has neither plain HTTP nor --public-base-url");
        }
        return home;
    }

    private ExecuteRequest request(ObjectNode asked) throws InvalidRequestException {
        return requests.submission(
                        asked.toString().getBytes(StandardCharsets.UTF_8),
                        tunnel(asked) ? DispatchKind.TUNNEL : DispatchKind.EXECUTE,
                        false)
                .request();
    }

    private static ObjectNode wishes(byte[] json) throws InvalidRequestException {
        if (json.length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(ExecuteRequestParser.tree(json) instanceof ObjectNode object)) {
            throw new InvalidRequestException("", "the body must be a JSON object");
        }
        for (String name : NOT_HERE) {
            if (object.hasNonNull(name)) {
                throw new InvalidRequestException(name, "is not for a replay: its answer is what differs");
            }
        }
        JsonNode headers = object.get("headers");
        if (headers != null && !headers.isNull() && !headers.isObject()) {
            throw new InvalidRequestException("headers", "must be an object");
        }
        return object;
    }

    private static String url(HistoryItem item, ObjectNode wished) throws InvalidRequestException {
        JsonNode path = wished.get(PATH);
        if (wished.hasNonNull("url")) {
            if (path != null) {
                throw new InvalidRequestException(PATH, "only one of url and path may be given");
            }
            return wished.get("url").asText();
        }
        String url = item.url();
        boolean http = url.startsWith("http://") || url.startsWith("https://");
        if (!http && WorkOrder.upstream(url) == null) {
            throw new InvalidRequestException(
                    "", "record " + item.id() + " is of kind " + item.kind() + ", which is no HTTP request");
        }
        if (path == null || path.isNull()) {
            return url;
        }
        String text = path.asText();
        if (!path.isTextual() || !text.startsWith("/") || text.length() > MOST_PATH) {
            throw new InvalidRequestException(PATH, "must begin with / and have at most " + MOST_PATH + " characters");
        }
        return url.substring(0, authorityEnd(url)) + text;
    }

    private static int authorityEnd(String url) {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        int query = url.indexOf('?');
        return slash >= 0 ? slash : query >= 0 ? query : url.length();
    }

    private static void request(HistoryDetail.Request recorded, ObjectNode wished, ObjectNode asked)
            throws InvalidRequestException {
        if (recorded.timeout() > 0) {
            asked.put("timeout", recorded.timeout());
        }
        if (!tunnel(asked)) {
            asked.put("follow_redirects", recorded.followRedirects());
            asked.put("verify_tls", recorded.verifyTls());
        }
        if (BODY.stream().anyMatch(wished::has)) {
            return;
        }
        if (recorded.bodySize() != recorded.body().length) {
            throw new InvalidRequestException(
                    "body",
                    "the record has only " + recorded.body().length + " bytes of it"
                            + (recorded.bodySize() < 0 ? "" : " out of " + recorded.bodySize())
                            + ": give it as body or body_base64");
        }
        if (recorded.body().length > 0) {
            asked.put("body_base64", recorded.body());
        }
    }

    private static void place(HistoryItem item, ObjectNode wished, ObjectNode asked) {
        boolean chosenAnew = PLACE.stream().anyMatch(wished::has);
        if (!chosenAnew && !tunnel(asked)) {
            asked.put("agent_id", item.agentId());
            asked.put("source_address", item.sourceAddress());
        }
    }

    private static boolean tunnel(ObjectNode asked) {
        return WorkOrder.upstream(asked.path("url").asText()) != null;
    }
}
