package io.dispatcher.dispatch.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dispatcher.dispatch.Failure;
import io.dispatcher.dispatch.FailureType;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A failure as the members of an RFC 9457 problem, the same for every channel. */
public final class ProblemDetails {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProblemDetails() {}

    /** {@link #members} in UTF-8. */
    public static byte[] json(Failure failure, @Nullable String requestId) {
        try {
            return JSON.writeValueAsBytes(members(failure, requestId));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * In the order they are written.
     *
     * @param requestId of the dispatch that failed; null where there was none: then {@code failure_source} is left out too
     */
    public static Map<String, Object> members(Failure failure, @Nullable String requestId) {
        FailureType type = failure.type();
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "/problems/" + type.tag());
        members.put("title", type.title());
        members.put("status", type.httpStatus());
        members.put("detail", failure.detail());
        if (requestId != null) {
            members.put("request_id", requestId);
            members.put("failure_source", type.source().name().toLowerCase(Locale.ROOT));
        }
        return members;
    }
}
