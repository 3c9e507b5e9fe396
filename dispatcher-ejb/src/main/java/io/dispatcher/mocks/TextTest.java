package io.dispatcher.mocks;

import com.fasterxml.jackson.databind.JsonNode;
import io.dispatcher.dispatch.InvalidRequestException;
import io.dispatcher.dispatch.JsonMembers;
import io.dispatcher.matching.ExpressionException;
import io.dispatcher.matching.LinearPattern;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a text must be like; what is null is not asked. */
record TextTest(
        @Nullable String equal,
        @Nullable String contains,
        @Nullable LinearPattern matches,
        @Nullable Boolean present) {
    private static final int LONGEST = 8_192;
    private static final int SHOWN = 80;
    private static final Set<String> KNOWN = Set.of("equals", "contains", "matches", "present");

    /** A text, which must be equal, or an object of {@code equals, contains, matches, present}. */
    static TextTest of(JsonNode json, String field) throws InvalidRequestException {
        if (json.isTextual()) {
            if (json.textValue().length() > LONGEST) {
                throw new InvalidRequestException(field, "is longer than " + LONGEST + " characters");
            }
            return new TextTest(json.textValue(), null, null, null);
        }
        if (!json.isObject() || json.isEmpty()) {
            throw new InvalidRequestException(field, "must be a string or an object of " + Set.copyOf(KNOWN));
        }
        try {
            JsonMembers members = new JsonMembers(json, KNOWN);
            return new TextTest(
                    members.text("equals", LONGEST),
                    members.text("contains", LONGEST),
                    pattern(members.text("matches", LONGEST), field),
                    members.get("present") == null ? null : members.flag("present", true));
        } catch (InvalidRequestException e) {
            throw e.field().startsWith(field) ? e : new InvalidRequestException(field, String.valueOf(e.getMessage()));
        }
    }

    static @Nullable LinearPattern pattern(@Nullable String text, String field) throws InvalidRequestException {
        try {
            return text == null ? null : LinearPattern.of(text);
        } catch (ExpressionException e) {
            throw new InvalidRequestException(field + ".matches", String.valueOf(e.getMessage()));
        }
    }

    /** Any of the values will do. */
    boolean fits(List<String> values) {
        if (present != null && present == values.isEmpty()) {
            return false;
        }
        if (equal == null && contains == null && matches == null) {
            return present != null || !values.isEmpty();
        }
        for (String value : values) {
            if (fits(value)) {
                return true;
            }
        }
        return false;
    }

    boolean fits(String value) {
        return (equal == null || equal.equals(value))
                && (contains == null || value.contains(contains))
                && (matches == null || matches.foundIn(value));
    }

    /** For those whose request did not fit. */
    String wanted() {
        StringBuilder wanted = new StringBuilder();
        add(wanted, "equal to ", equal);
        add(wanted, "containing ", contains);
        add(wanted, "matching ", matches == null ? null : matches.text());
        if (present != null) {
            add(wanted, "", present ? "present" : "absent");
        }
        return wanted.toString();
    }

    private static void add(StringBuilder to, String how, @Nullable String what) {
        if (what != null) {
            to.append(to.isEmpty() ? "" : " and ").append(how).append(shortened(what));
        }
    }

    static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }
}
