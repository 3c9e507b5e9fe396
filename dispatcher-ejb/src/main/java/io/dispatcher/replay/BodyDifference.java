package io.dispatcher.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dispatcher.history.HistoryDetail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two bodies: of JSON by path, of other text by line, of anything else only that it does. The history may have kept only the beginning
 * of the first: then no more than that is compared, and equal beginnings of bodies of one size are not called equal.
 */
final class BodyDifference {
    private static final int DEEPEST = 100;
    private static final JsonMapper JSON = new JsonMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(100)
                    .build())
            .build());

    private BodyDifference() {}

    /** @param size of the whole body, of which {@code before} is the beginning */
    static ObjectNode of(byte[] before, long size, byte[] after) {
        boolean whole = before.length == size;
        boolean same = Arrays.equals(before, 0, before.length, after, 0, Math.min(after.length, before.length));
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        if (whole ? same && before.length == after.length : same && size == after.length) {
            told.put("equal", whole ? Boolean.TRUE : null);
        } else {
            told.put("equal", false);
        }
        if (!whole) {
            told.put("compared_bytes", before.length);
        }
        told.putObject("size_bytes").put("before", size).put("after", after.length);
        if (told.path("equal").isBoolean() && !told.path("equal").booleanValue()) {
            describe(before, whole ? after : Arrays.copyOf(after, Math.min(after.length, before.length)), whole, told);
        }
        return told;
    }

    private static void describe(byte[] before, byte[] after, boolean whole, ObjectNode into) {
        String old = text(before);
        String fresh = text(after);
        if (old == null || fresh == null) {
            return;
        }
        JsonNode oldJson = whole ? json(before) : null;
        JsonNode freshJson = oldJson == null ? null : json(after);
        if (oldJson == null || freshJson == null) {
            if (!old.equals(fresh)) {
                into.put("text", TextDifference.of(old, fresh));
            }
            return;
        }
        JsonDifference difference = JsonDifference.of(oldJson, freshJson);
        // Other bytes may be the same value.
        into.put("equal", difference.none());
        into.set("json_patch", difference.operations());
        if (difference.cut()) {
            into.put("json_patch_cut", true);
        }
    }

    private static @Nullable String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable JsonNode json(byte[] body) {
        try (JsonParser parser = JSON.getFactory().createParser(body)) {
            JsonNode value = JSON.readTree(parser);
            return value == null || !value.isContainerNode() || parser.nextToken() != null ? null : value;
        } catch (IOException e) {
            return null;
        }
    }

    /** Of a record without an answer. */
    static ObjectNode ofNone(byte[] after) {
        ObjectNode told = JsonNodeFactory.instance.objectNode();
        told.put("equal", false);
        told.putObject("size_bytes").putNull("before").put("after", after.length);
        return told;
    }

    static ObjectNode of(HistoryDetail.@Nullable Response before, byte[] after) {
        return before == null ? ofNone(after) : of(before.body(), before.bodySize(), after);
    }
}
