package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Equal as JSON: 1 is 1.0, the order of members is nothing. */
final class JsonEquality {
    private static final Comparator<JsonNode> VALUES = (a, b) -> {
        if (a.equals(b)) {
            return 0;
        }
        boolean finite =
                a.isNumber() && b.isNumber() && Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue());
        return finite && a.decimalValue().compareTo(b.decimalValue()) == 0 ? 0 : 1;
    };

    private JsonEquality() {}

    static boolean same(JsonNode a, JsonNode b) {
        return a.equals(VALUES, b);
    }
}
