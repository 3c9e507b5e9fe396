package io.dispatcher.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The members of an event's data, in their order. For one thread. */
final class Data {
    private static final ObjectWriter JSON = new ObjectMapper().writer();

    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /** @param value text, number, map or collection of these */
    Data with(String name, @Nullable Object value) {
        members.put(name, value);
        return this;
    }

    String json() {
        try {
            return JSON.writeValueAsString(members);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values always encode", e);
        }
    }
}
