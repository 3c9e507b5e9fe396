package io.dispatcher.matrix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.dispatch.ExecuteRequestParser;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.protocol.Names;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The JSON of {@code POST /api/execute} and two members more. Stateless. */
public final class MatrixParser {
    private static final Set<String> OWN = Set.of("from", "addresses");
    /** What {@code from} and {@code addresses} choose, and what has one answer only. */
    private static final List<String> NOT_HERE =
            List.of("agent_id", "source_address", "strategy", "session", "mode", "callback_url");

    private static final int MOST_AGENTS = 1_000;

    private MatrixParser() {}

    /** @throws InvalidRequestException naming the first field that does not fit */
    public static MatrixRequest parse(byte[] json, ExecuteRequestParser parser) throws InvalidRequestException {
        JsonNode tree = ExecuteRequestParser.tree(json);
        if (!(tree instanceof ObjectNode object)) {
            throw new InvalidRequestException("", "the body must be a JSON object");
        }
        for (String name : NOT_HERE) {
            if (object.hasNonNull(name)) {
                throw new InvalidRequestException(name, "is not for a matrix: from and addresses choose");
            }
        }
        JsonMembers own = new JsonMembers(object.deepCopy().retain(OWN), OWN);
        return new MatrixRequest(parser.parse(object.deepCopy().without(OWN)), from(own), eachAddress(own));
    }

    private static List<String> from(JsonMembers own) throws InvalidRequestException {
        List<String> from = own.texts("from", MOST_AGENTS, 64);
        if (from == null) {
            return List.of(MatrixRequest.ALL);
        }
        for (String agentId : from) {
            if (!agentId.equals(MatrixRequest.ALL) && !Names.isId(agentId)) {
                throw new InvalidRequestException(
                        "from", "an element is neither \"*\" nor matches " + Names.ID.pattern());
            }
        }
        return List.copyOf(new LinkedHashSet<>(from));
    }

    private static boolean eachAddress(JsonMembers own) throws InvalidRequestException {
        String addresses = own.text("addresses", 16);
        if (addresses == null || addresses.equals("one")) {
            return false;
        }
        if (!addresses.equals("each")) {
            throw new InvalidRequestException("addresses", "must be \"each\" or \"one\"");
        }
        return true;
    }
}
