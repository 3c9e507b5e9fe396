package io.dispatcher.ping;

import com.fasterxml.jackson.databind.JsonNode;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.protocol.Names;
import io.dispatcher.protocol.PingOrder;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JSON to {@link PingTaskRequest}; stateless. */
public final class PingTaskParser {
    /** A name or an address, as a resolver may be asked: RFC 1123, with the underscore that many names have. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_.])?");

    private static final Set<String> MEMBERS =
            Set.of("from", "targets", "interval", "count", "timeout", "retries", "size", "family", "source_address");
    private static final Set<String> FAMILIES = Set.of("4", "6", "any");
    private static final int LONGEST_NAME = 253;
    private static final int MOST_AGENTS = 10_000;
    private static final int HOUR_MS = 3_600_000;
    private static final int MINUTE_MS = 60_000;
    private static final int MOST_COUNT = 100_000;
    private static final int MOST_RETRIES = 100;
    private static final int MOST_BYTES = 65_507;

    private PingTaskParser() {}

    /** @throws InvalidRequestException naming the first field that does not fit */
    public static PingTaskRequest parse(byte[] body) throws InvalidRequestException {
        JsonNode tree = ExecuteRequestParser.tree(body);
        JsonMembers json = new JsonMembers(tree, MEMBERS);
        return new PingTaskRequest(
                from(json),
                new PingOrder(
                        targets(json),
                        (int) json.integer("interval", 1_000, 10, HOUR_MS),
                        (int) json.integer("count", 3, 1, MOST_COUNT),
                        (int) json.integer("timeout", 10_000, 1, MINUTE_MS),
                        (int) json.integer("retries", 0, 0, MOST_RETRIES),
                        (int) json.integer("size", 56, 0, MOST_BYTES),
                        family(json),
                        source(json.text("source_address", 64))));
    }

    private static @Nullable List<String> from(JsonMembers json) throws InvalidRequestException {
        List<String> from = json.texts("from", MOST_AGENTS, 64);
        if (from == null) {
            return null;
        }
        for (String agentId : from) {
            if (!agentId.equals(PingTaskRequest.ALL) && !Names.isId(agentId)) {
                throw new InvalidRequestException(
                        "from", "an element is neither \"*\" nor matches " + Names.ID.pattern());
            }
        }
        return List.copyOf(new LinkedHashSet<>(from));
    }

    private static List<String> targets(JsonMembers json) throws InvalidRequestException {
        List<String> targets = json.texts("targets", PingTaskRequest.MOST_TARGETS, LONGEST_NAME);
        if (targets == null) {
            throw new InvalidRequestException("targets", "is required");
        }
        for (String target : targets) {
            if (!NAME.matcher(target).matches() && literal(target) == null) {
                throw new InvalidRequestException("targets", "one is neither a name nor an address");
            }
        }
        return List.copyOf(new LinkedHashSet<>(targets));
    }

    private static String family(JsonMembers json) throws InvalidRequestException {
        JsonNode value = json.get("family");
        String family = value == null ? "any" : value.asText();
        if (!FAMILIES.contains(family)) {
            throw new InvalidRequestException("family", "must be 4, 6 or \"any\"");
        }
        return family;
    }

    private static @Nullable String source(@Nullable String text) throws InvalidRequestException {
        if (text == null) {
            return null;
        }
        IPAddress address = literal(text);
        if (address == null) {
            throw new InvalidRequestException("source_address", "is not an IP address");
        }
        return address.toCanonicalString();
    }

    /** Null for a name. */
    static @Nullable InetAddress address(String target) {
        IPAddress literal = literal(target);
        return literal == null ? null : literal.toInetAddress();
    }

    /** Null for anything but one address. */
    private static @Nullable IPAddress literal(String text) {
        if (text.isEmpty() || !(text.indexOf(':') >= 0 || Character.isDigit(text.charAt(text.length() - 1)))) {
            return null;
        }
        IPAddress address = new IPAddressString(text).getAddress();
        return address == null || address.isMultiple() || address.isPrefixed() ? null : address;
    }
}
