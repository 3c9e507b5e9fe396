package io.dispatcher.protocol.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One object, JSON or YAML, that knows where each of its parts is written. Aliases are refused: a few lines of them would make a tree of any size. */
public final class PlacedDocument {
    private static final int DEEPEST = 60;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonFactory JSON = strict(new JsonFactory());
    private static final JsonFactory YAML = strict(new YAMLFactory());

    private final ObjectNode tree;
    private final Map<String, Place> places = new HashMap<>();

    private PlacedDocument(JsonParser in) throws IOException, DocumentException {
        in.nextToken();
        JsonNode read = in.currentToken() == null ? NODES.nullNode() : value(in, "", 0);
        if (!(read instanceof ObjectNode object)) {
            throw new DocumentException(Place.BEGIN, "must hold an object");
        }
        if (in.nextToken() != null) {
            throw fault(in, "nothing may follow the object");
        }
        tree = object;
    }

    /** @throws DocumentException if it cannot be read */
    public static PlacedDocument json(byte[] text) throws DocumentException {
        return read(JSON, text);
    }

    /** @throws DocumentException if it cannot be read */
    public static PlacedDocument yaml(byte[] text) throws DocumentException {
        return read(YAML, text);
    }

    private static JsonFactory strict(JsonFactory factory) {
        return factory.configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION.mappedFeature(), true)
                .configure(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION.mappedFeature(), false);
    }

    private static PlacedDocument read(JsonFactory factory, byte[] text) throws DocumentException {
        try (JsonParser in = factory.createParser(text)) {
            return new PlacedDocument(in);
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage().split("\n", 2)[0];
            throw new DocumentException(e.getLocation() == null ? Place.BEGIN : Place.of(e.getLocation()), reason);
        } catch (IOException e) {
            throw new DocumentException(Place.BEGIN, "is not UTF-8");
        }
    }

    public ObjectNode tree() {
        return tree;
    }

    /**
     * Where a part is written, or the nearest one around it that is written at all.
     *
     * @param path {@code path.of[0].part}
     */
    public @Nullable Place place(String path) {
        String part = path;
        Place place = places.get(part);
        while (place == null && !part.isEmpty()) {
            part = part.substring(0, Math.max(0, Math.max(part.lastIndexOf('.'), part.lastIndexOf('['))));
            place = places.get(part);
        }
        return place;
    }

    private JsonNode value(JsonParser in, String path, int depth) throws IOException, DocumentException {
        JsonToken token = in.currentToken();
        if (token == null) {
            throw fault(in, "ends too early");
        }
        places.putIfAbsent(path, Place.of(in.currentTokenLocation()));
        if (depth > DEEPEST) {
            throw fault(in, "is nested more than " + DEEPEST + " deep");
        }
        return switch (token) {
            case START_OBJECT -> object(in, path, depth);
            case START_ARRAY -> array(in, path, depth);
            case VALUE_STRING -> text(in);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in);
            case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(in.getBooleanValue());
            case VALUE_NULL -> NODES.nullNode();
            default -> throw fault(in, "is not understood here");
        };
    }

    private static JsonNode text(JsonParser in) throws IOException, DocumentException {
        if (in instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
            throw fault(in, "aliases are not taken");
        }
        return NODES.textNode(in.getText());
    }

    private static JsonNode number(JsonParser in) throws IOException, DocumentException {
        try {
            if (in.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
                return real(in);
            }
            return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? NODES.numberNode(in.getBigIntegerValue())
                    : NODES.numberNode(in.getLongValue());
        } catch (NumberFormatException e) {
            // Jackson takes YAML's "1_0." for a number and then cannot read it.
            throw fault(in, "is not a number that can be read");
        }
    }

    private static JsonNode real(JsonParser in) throws IOException, DocumentException {
        if (in.isNaN() || !Double.isFinite(in.getDoubleValue())) {
            throw fault(in, "is not a finite number");
        }
        return DecimalNode.valueOf(in.getDecimalValue()); // with all its digits
    }

    private ObjectNode object(JsonParser in, String path, int depth) throws IOException, DocumentException {
        ObjectNode object = NODES.objectNode();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = in.currentName();
            String at = path.isEmpty() ? name : path + "." + name;
            places.put(at, Place.of(in.currentTokenLocation()));
            in.nextToken();
            object.set(name, value(in, at, depth + 1));
        }
        if (in.currentToken() != JsonToken.END_OBJECT) {
            throw fault(in, "ends too early");
        }
        return object;
    }

    private ArrayNode array(JsonParser in, String path, int depth) throws IOException, DocumentException {
        ArrayNode array = NODES.arrayNode();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(in, path + "[" + array.size() + "]", depth + 1));
        }
        return array;
    }

    private static DocumentException fault(JsonParser in, String reason) {
        return new DocumentException(Place.of(in.currentTokenLocation()), reason);
    }
}
