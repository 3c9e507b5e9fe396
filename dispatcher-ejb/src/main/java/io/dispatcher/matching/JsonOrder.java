package io.dispatcher.matching;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values compare: numbers by what they are worth, texts by code points. Null is nothing, equal to itself only. */
final class JsonOrder {
    private JsonOrder() {}

    static boolean equal(@Nullable JsonNode a, @Nullable JsonNode b, Walk walk) {
        walk.step();
        if (a == null || b == null) {
            return a == b;
        }
        if (a.isNumber() && b.isNumber()) {
            return compareNumbers(a, b) == 0;
        }
        if (a.isObject() && b.isObject()) {
            return equalObjects(a, b, walk);
        }
        return a.isArray() && b.isArray() ? equalArrays(a, b, walk) : a.equals(b);
    }

    private static boolean equalObjects(JsonNode a, JsonNode b, Walk walk) {
        if (a.size() != b.size()) {
            return false;
        }
        for (Map.Entry<String, JsonNode> member : a.properties()) {
            JsonNode other = b.get(member.getKey());
            if (other == null || !equal(member.getValue(), other, walk)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalArrays(JsonNode a, JsonNode b, Walk walk) {
        if (a.size() != b.size()) {
            return false;
        }
        Iterator<JsonNode> others = b.iterator();
        for (JsonNode one : a) {
            if (!equal(one, others.next(), walk)) {
                return false;
            }
        }
        return true;
    }

    static boolean less(@Nullable JsonNode a, @Nullable JsonNode b) {
        if (a == null || b == null) {
            return false;
        }
        if (a.isNumber() && b.isNumber()) {
            return compareNumbers(a, b) < 0;
        }
        return a.isTextual() && b.isTextual() && compareTexts(a.textValue(), b.textValue()) < 0;
    }

    private static int compareNumbers(JsonNode a, JsonNode b) {
        if (a.isIntegralNumber() && b.isIntegralNumber() && a.canConvertToLong() && b.canConvertToLong()) {
            return Long.compare(a.longValue(), b.longValue());
        }
        boolean finite = Double.isFinite(a.doubleValue()) && Double.isFinite(b.doubleValue());
        return finite ? a.decimalValue().compareTo(b.decimalValue()) : Double.compare(a.doubleValue(), b.doubleValue());
    }

    private static int compareTexts(String a, String b) {
        for (int i = 0; i < a.length() && i < b.length(); i++) {
            if (a.charAt(i) != b.charAt(i)) {
                boolean high = Character.isSurrogate(a.charAt(i)) || Character.isSurrogate(b.charAt(i));
                return high ? Integer.compare(pointAt(a, i), pointAt(b, i)) : a.charAt(i) - b.charAt(i);
            }
        }
        return a.length() - b.length();
    }

    private static int pointAt(String text, int i) {
        boolean second = i > 0 && Character.isSurrogatePair(text.charAt(i - 1), text.charAt(i));
        return text.codePointAt(second ? i - 1 : i);
    }
}
