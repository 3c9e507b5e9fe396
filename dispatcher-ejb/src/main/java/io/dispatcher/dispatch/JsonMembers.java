package io.dispatcher.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads members of one JSON object strictly: absent and null mean the default, anything of another type or range is named. */
public final class JsonMembers {
    private final JsonNode object;

    /** @throws InvalidRequestException if it is no object or has a member outside {@code known} */
    public JsonMembers(JsonNode object, Set<String> known) throws InvalidRequestException {
        if (!object.isObject()) {
            throw new InvalidRequestException("", "the body must be a JSON object");
        }
        for (Iterator<String> names = object.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new InvalidRequestException(shortened(name), "unknown member");
            }
        }
        this.object = object;
    }

    /** @throws InvalidRequestException if it has one of these */
    void refuse(Set<String> names, String why) throws InvalidRequestException {
        for (String name : names) {
            if (get(name) != null) {
                throw new InvalidRequestException(name, why);
            }
        }
    }

    private static String shortened(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "…";
    }

    public @Nullable JsonNode get(String name) {
        JsonNode value = object.get(name);
        return value == null || value.isNull() ? null : value;
    }

    public @Nullable String text(String name, int maxLength) throws InvalidRequestException {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            throw new InvalidRequestException(name, "must be a string");
        }
        if (value.textValue().length() > maxLength) {
            throw new InvalidRequestException(name, "is longer than " + maxLength + " characters");
        }
        return value.textValue();
    }

    public boolean flag(String name, boolean fallback) throws InvalidRequestException {
        JsonNode value = get(name);
        if (value == null) {
            return fallback;
        }
        if (!value.isBoolean()) {
            throw new InvalidRequestException(name, "must be true or false");
        }
        return value.booleanValue();
    }

    public @Nullable Double seconds(String name, double least, double most) throws InvalidRequestException {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isNumber() || !(value.doubleValue() >= least && value.doubleValue() <= most)) {
            throw new InvalidRequestException(name, "must be a number of seconds from " + least + " to " + most);
        }
        return value.doubleValue();
    }

    public long integer(String name, long fallback, long least, long most) throws InvalidRequestException {
        JsonNode value = get(name);
        if (value == null) {
            return fallback;
        }
        if (!value.canConvertToExactIntegral()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw new InvalidRequestException(name, "must be an integer from " + least + " to " + most);
        }
        return value.longValue();
    }

    /**
     * A list of texts, not empty.
     *
     * @return null if it is absent
     */
    public @Nullable List<String> texts(String name, int most, int maxLength) throws InvalidRequestException {
        JsonNode value = get(name);
        if (value == null) {
            return null;
        }
        if (!value.isArray() || value.isEmpty()) {
            throw new InvalidRequestException(name, "must be a list of strings, not empty");
        }
        if (value.size() > most) {
            throw new InvalidRequestException(name, "more than " + most);
        }
        List<String> texts = new ArrayList<>(value.size());
        for (JsonNode element : value) {
            if (!element.isTextual() || element.textValue().isEmpty()) {
                throw new InvalidRequestException(name, "must be a list of strings, none of them empty");
            }
            if (element.textValue().length() > maxLength) {
                throw new InvalidRequestException(name, "one is longer than " + maxLength + " characters");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    public Map<String, JsonNode> object(String name) throws InvalidRequestException {
        JsonNode value = get(name);
        if (value == null) {
            return Map.of();
        }
        if (!value.isObject()) {
            throw new InvalidRequestException(name, "must be an object");
        }
        Map<String, JsonNode> members = new LinkedHashMap<>();
        value.fields().forEachRemaining(member -> members.put(member.getKey(), member.getValue()));
        return members;
    }
}
